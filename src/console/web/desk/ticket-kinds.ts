/** What a call can be about, for whoever listens to choose. */
const kinds = ['pengaduan', 'question', 'status', 'emergency'] as const

/** Nobody has said yet what it is about: the house's own words until then. */
export const isUnsaid = (kind: string): boolean => ['', 'unknown', 'operator'].includes(kind)

/** With the one that stands there, when a flow has given it. */
export const kindsToChoose = (present: string): readonly string[] =>
  isUnsaid(present) || (kinds as readonly string[]).includes(present) ? kinds : [...kinds, present]
