import { Type } from 'typebox'

/** Shapes of the carrier's fields. Sids are letters and digits; compatible carriers also send UUIDs. */
export const sid = () => Type.Optional(Type.String({ pattern: '^[A-Za-z0-9-]{1,64}$', maxLength: 64 }))
/** A number, a `sip:` or `client:` address, or a raw word. */
export const address = () => Type.Optional(Type.String({ maxLength: 256 }))
/** The longest that the carrier writes has 46 letters: `participant-with-end-conference-on-exit-kicked`. */
export const word = () => Type.Optional(Type.String({ pattern: '^[a-zA-Z_-]{1,64}$', maxLength: 64 }))
export const whole = () => Type.Optional(Type.String({ pattern: '^\\d{1,9}$', maxLength: 9 }))
export const flag = () => Type.Optional(Type.String({ pattern: '^(true|false)$', maxLength: 5 }))
/** RFC 2822, always in UTC: `Sat, 21 Nov 2026 08:02:17 +0000`. */
export const moment = () =>
  Type.Optional(
    Type.String({
      pattern: '^([A-Z][a-z]{2}, )?\\d{1,2} [A-Z][a-z]{2} \\d{4} \\d{2}:\\d{2}(:\\d{2})? ([+-]\\d{4}|GMT|UTC?)$',
      maxLength: 40,
    }),
  )
/** An id of ours that came back to us. */
export const ourId = () => Type.Optional(Type.String({ pattern: '^[\\w.~-]{1,64}$', maxLength: 64 }))

/** Milliseconds since 1970, or null when the carrier gave no time or one that does not exist. */
export function momentOf(text: string | undefined): number | null {
  const at = text === undefined ? Number.NaN : Date.parse(text)
  return Number.isNaN(at) ? null : at
}

export const wholeOf = (text: string | undefined): number | null => (text === undefined ? null : Number(text))
