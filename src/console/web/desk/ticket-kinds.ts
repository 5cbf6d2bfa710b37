/** What a call can be about, for whoever listens to choose; `unknown` and `operator` only say that nobody has chosen yet. */
const kinds = ['pengaduan', 'question', 'status', 'emergency'] as const

/** With the one that stands there, when a flow has given it. */
export const kindsToChoose = (present: string): readonly string[] =>
  present === '' || present === 'unknown' || (kinds as readonly string[]).includes(present)
    ? kinds
    : [...kinds, present]
