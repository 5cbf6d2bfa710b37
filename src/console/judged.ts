import type { SeverityClass, SeverityReason } from '../emergency/severity.ts'
import type { Severity } from './severity-schema.ts'

type Row = {
  readonly class: SeverityClass
  readonly reasons: readonly SeverityReason[]
  readonly silent: boolean
}

const reasonView = (reason: SeverityReason): Severity['reasons'][number] =>
  reason.because === 'words' ? { ...reason, words: [...reason.words] } : reason

/** How grave an emergency is and why, as pages show it; one that nobody has judged yet is unclear for no reason. */
export const severityView = ({ class: severity, reasons, silent }: Row): Severity => ({
  class: severity,
  reasons: reasons.map(reasonView),
  silent,
})
