import { type Static, Type } from 'typebox'
import { publicationKinds } from '../publishing/publication.ts'
import { closed, limit, moment, oneOf, orNull } from './shapes.ts'

const number = Type.Integer({ minimum: 1, maximum: 2_147_483_647 })
const content = Type.String({ pattern: '^[0-9a-f]{64}$', description: 'sha-256 of the texts' })

export const Publication = Type.Object({
  number: Type.Integer({ description: 'What people name it by' }),
  content,
  kind: oneOf(...publicationKinds),
  state: oneOf('in_force', 'scheduled', 'past', 'withdrawn'),
  note: Type.String(),
  by: Type.String({ description: 'A name; of the program itself `system`' }),
  publishedAt: moment,
  effectiveAt: moment,
  returnsTo: orNull(Type.Integer({ description: 'Whose texts a rollback put in force once more' })),
})
export type Publication = Static<typeof Publication>

const Folder = Type.Object({
  place: Type.String({ description: 'Machine and path' }),
  content,
  state: oneOf('published', 'waiting', 'broken'),
  problems: Type.Array(Type.String({ description: 'file:line place: what is wrong' })),
  since: moment,
})

export const Publications = Type.Object({
  publications: Type.Array(Publication),
  /** Folders of the running system; `waiting` is sound and can be published by its content. */
  folders: Type.Array(Folder),
})
export const PublicationQuery = Type.Object(
  { limit, below: Type.Optional(Type.Integer({ minimum: 1, maximum: 2_147_483_647 })) },
  closed,
)

const note = Type.String({ minLength: 3, maxLength: 500, pattern: '\\S\\s*\\S\\s*\\S' })
/** Texts that wait in a folder, now or from a moment on; or those of an earlier publication once more. */
export const Publishing = Type.Union([
  Type.Object({ content, note, at: Type.Optional(moment) }, closed),
  Type.Object(
    {
      returnTo: orNull(Type.Integer({ minimum: 1, maximum: 2_147_483_647, description: 'null: the one before' })),
      note,
    },
    closed,
  ),
])

export const Numbered = Type.Object({ number })
export const Against = Type.Object(
  { against: Type.Optional(Type.Integer({ ...number, description: 'Absent: the one that was published before it' })) },
  closed,
)
export const Content = Type.Object({ content })
export const Changes = Type.Object({
  files: Type.Array(
    Type.Object({
      file: Type.String(),
      change: oneOf('added', 'removed', 'changed'),
      text: Type.String({ description: 'Unified difference' }),
    }),
  ),
})
