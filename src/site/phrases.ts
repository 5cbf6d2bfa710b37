/** What the house itself says, outside of any flow: to operators, to partners, and when something fails. Pure. */

import type { Flow } from '../flow/flow.ts'
import { findPrompt, speak } from '../flow/speech.ts'
import type { Say } from '../flow/verbs.ts'

export const housePrompts = [
  'petugas_tawaran',
  'petugas_tawaran_darurat',
  'petugas_tawaran_darurat_senyap',
  'petugas_tawaran_senyap',
  'petugas_tekan_satu',
  'petugas_tersambung',
  'petugas_tersambung_darurat',
  'petugas_diambil',
  'petugas_ditolak',
  'petugas_tawaran_panggil_balik',
  'petugas_memanggil_warga',
  'petugas_warga_tidak_menjawab',
  'petugas_selesai',
  'petugas_gangguan',
  'mitra_tawaran',
  'mitra_tersambung',
  'mitra_tersambung_ringkas',
  'mitra_nomor',
  'mitra_nomor_tersembunyi',
  'mitra_nomor_rahasia',
  'mitra_nomor_senyap',
  'mitra_tanpa_lokasi',
  'mitra_diambil',
  'mitra_ditolak',
  'mitra_selesai',
  'mitra_uji',
  'mitra_uji_selesai',
  'mitra_latihan',
  'mitra_latihan_selesai',
  'sebentar',
  'sedang_disambungkan',
  'ditahan',
  'percakapan_direkam',
  'dinas_tawaran',
  'dinas_tersambung',
  'maaf_posko',
  'aman_menu',
  'aman_memanggil',
  'aman_posko',
  'aman_posko_lagi',
  'aman_terputus',
  'aman_selesai',
  'aman_belum',
  'aman_mitra',
  'aman_mitra_langsung',
  'aman_sms',
  'cadangan_menu',
  'cadangan_lanjut',
  'cadangan_akhir',
  'panggil_balik_salam',
  'panggil_balik_terputus',
  'panggil_balik_nanti',
  'panggil_balik_selesai',
  'panggil_balik_tak_terjawab',
  'panggil_balik_kedaluwarsa',
  'antre_pastikan',
  'darurat_panggil_balik',
  'darurat_tak_terjawab',
  'mitra_memanggil_warga',
] as const

/** Of the house's own sentences: those that the default language lacks. */
export const missingPhrases = (flow: Flow): readonly string[] =>
  housePrompts.filter((id) => findPrompt(flow, flow.defaultLanguage, id) === null)

/** Says the house's sentences in a language, and in the site's default one where it lacks them. */
export function sayer(flow: Flow, language = flow.defaultLanguage): Say {
  return (prompt, values = {}) => {
    const spoken = speak(flow, language, prompt, values)
    if (spoken === null) throw new Error(`The site has no prompt ${prompt}, which was checked at the start`)
    return spoken
  }
}
