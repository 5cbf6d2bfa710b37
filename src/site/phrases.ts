/** What the house itself says, outside of any flow: to operators, to partners, and when something fails. Pure. */

import type { Flow } from '../flow/flow.ts'
import { findPrompt, speak } from '../flow/speech.ts'
import type { Say } from '../flow/verbs.ts'

export const housePrompts = [
  'petugas_tawaran',
  'petugas_tawaran_darurat',
  'petugas_tekan_satu',
  'petugas_tersambung',
  'petugas_tersambung_darurat',
  'petugas_diambil',
  'petugas_ditolak',
  'petugas_selesai',
  'petugas_gangguan',
  'mitra_tawaran',
  'mitra_tersambung',
  'mitra_diambil',
  'mitra_ditolak',
  'mitra_selesai',
  'sebentar',
  'sedang_disambungkan',
  'maaf_posko',
] as const

/** Of the house's own sentences: those that the default language lacks. */
export const missingPhrases = (flow: Flow): readonly string[] =>
  housePrompts.filter((id) => findPrompt(flow, flow.defaultLanguage, id) === null)

/** Says the house's sentences in the site's default language. */
export function sayer(flow: Flow): Say {
  return (prompt, values = {}) => {
    const spoken = speak(flow, flow.defaultLanguage, prompt, values)
    if (spoken === null) throw new Error(`The site has no prompt ${prompt}, which was checked at the start`)
    return spoken
  }
}
