/** The border of `places/<name>.yaml`: what lies in the districts of `site.yaml`, and what else they are called. */

import Type, { type Static } from 'typebox'

const closed = { additionalProperties: false }
const Id = Type.String({ pattern: '^[a-z][a-z0-9_]*$' })
const Name = Type.String({ minLength: 1, maxLength: 120 })
const Names = Type.Array(Name)
/** Latitude and longitude in degrees; Indonesia lies between 11.1 south and 6.1 north. */
const At = Type.Tuple([Type.Number({ minimum: -12, maximum: 7 }), Type.Number({ minimum: 94, maximum: 142 })])
const Spelling = Type.Tuple([Type.String({ pattern: '^[a-z]{1,10}$' }), Type.String({ pattern: '^[a-z]{1,10}$' })])

export const PlacesFile = Type.Object(
  {
    schema: Type.Literal('hotline-places/v1'),
    /** Pairs: how it is written or heard, and what is meant. */
    spellings: Type.Optional(Type.Array(Spelling)),
    /** By the district's id in `site.yaml`. */
    districts: Type.Record(
      Id,
      Type.Object(
        {
          aliases: Type.Optional(Names),
          at: Type.Optional(At),
          /** Nagari, desa or kelurahan: a name, or a name with its code, other names and place. */
          villages: Type.Optional(
            Type.Array(
              Type.Object(
                {
                  name: Name,
                  code: Type.String({ pattern: '^[0-9]{2}\\.[0-9]{2}\\.[0-9]{2}\\.[0-9]{4}$' }),
                  aliases: Type.Optional(Names),
                  at: Type.Optional(At),
                },
                closed,
              ),
            ),
          ),
          landmarks: Type.Optional(
            Type.Array(
              Type.Object({ id: Id, name: Name, aliases: Type.Optional(Names), at: Type.Optional(At) }, closed),
            ),
          ),
        },
        closed,
      ),
      closed,
    ),
  },
  closed,
)
export type PlacesFileSpec = Static<typeof PlacesFile>
