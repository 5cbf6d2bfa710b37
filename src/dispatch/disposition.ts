/** How a conversation ended, for whoever had it to choose from; the words for people stand with the pages' translations. */
export const dispositions = [
  /** Helped or answered on the call. */
  'resolved',
  /** An agency will see to it. */
  'ticket',
  'information',
  /** Handed to 119, the police or another service. */
  'referred',
  /** Called back in vain. */
  'not_reached',
  /** The line broke before anything was said. */
  'cut_off',
  'wrong_number',
  /** Somebody was there and said nothing: perhaps somebody who cannot speak. */
  'silent',
  /** An open line with nobody to be heard, or with noises that are suspicious: a pocket, or worse. */
  'open_line',
  'prank',
  'abusive',
  'test',
] as const
export type Disposition = (typeof dispositions)[number]

export const isDisposition = (text: string): text is Disposition => (dispositions as readonly string[]).includes(text)
