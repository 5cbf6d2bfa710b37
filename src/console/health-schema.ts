import { type Static, Type } from 'typebox'
import { moment, oneOf, orNull } from './shapes.ts'

const condition = oneOf('good', 'watch', 'bad', 'unknown')
export const HealthPart = Type.Object({
  name: Type.String(),
  condition,
  problem: orNull(Type.String({ description: 'A stable word; the pages say what to do' })),
  seconds: orNull(Type.Number({ description: 'What was measured' })),
  at: orNull(moment),
  bytesFree: orNull(Type.Number()),
  bytes: orNull(Type.Number()),
  milliseconds: orNull(Type.Number({ description: 'How long an answer took' })),
})
export const Health = Type.Object({
  at: moment,
  condition,
  parts: Type.Array(HealthPart),
  /** Of the flows' folders: what the watcher found. */
  flowProblems: Type.Array(Type.String()),
  publication: orNull(Type.Integer({ description: 'Number of the texts in force' })),
})
export type Health = Static<typeof Health>
