import { gazetteerOf } from '../../src/places/gazetteer.ts'
import type { Place, PlaceKind } from '../../src/places/place.ts'

const place = (
  kind: PlaceKind,
  id: string,
  name: string,
  district: string,
  aliases: readonly string[] = [],
  code: string | null = null,
): Place => ({ kind, id, name, district, aliases, code, at: null })

const district = (id: string, name: string, code: string, aliases: readonly string[] = []) =>
  place('district', id, name, id, aliases, code)

/** A part of Padang Pariaman, with names that are easily taken for each other. */
export const somePlaces = gazetteerOf(
  [
    district('lubuk_alung', 'Lubuk Alung', '13.05.01'),
    district('batang_anai', 'Batang Anai', '13.05.02'),
    district('dua_x_sebelas_enam_lingkung', '2 x 11 Enam Lingkung', '13.05.04'),
    district('vii_koto_sungai_sarik', 'VII Koto Sungai Sarik', '13.05.05'),
    district('sungai_limau', 'Sungai Limau', '13.05.08'),
    district('v_koto_timur', 'V Koto Timur', '13.05.14'),
    district('dua_x_sebelas_kayu_tanam', '2 x 11 Kayu Tanam', '13.05.15'),
    district('enam_lingkung', 'Enam Lingkung', '13.05.17'),
    place('village', '13.05.01.2006', 'Sungai Abang Lubuk Alung', 'lubuk_alung', ['Sungai Abang'], '13.05.01.2006'),
    place('village', '13.05.04.2002', 'Sicincin', 'dua_x_sebelas_enam_lingkung', [], '13.05.04.2002'),
    place('village', '13.05.17.2002', 'Koto Tinggi', 'enam_lingkung', [], '13.05.17.2002'),
    place('village', '13.05.08.2004', 'Koto Tinggi Kuranji Hilir', 'sungai_limau', ['Koto Tinggi'], '13.05.08.2004'),
    place('village', '13.05.02.2001', 'Katapiang', 'batang_anai', ['Ketaping'], '13.05.02.2001'),
    place('village', '13.05.17.2005', 'Gadur', 'enam_lingkung', [], '13.05.17.2005'),
    place('landmark', 'bim', 'Bandara Internasional Minangkabau', 'batang_anai', [
      'Bandara BIM',
      'Bandara Minangkabau',
    ]),
    place('landmark', 'pasar_lubuk_alung', 'Pasar Lubuk Alung', 'lubuk_alung'),
  ],
  [
    ['uak', 'uk'],
    ['uang', 'ung'],
    ['iak', 'ik'],
    ['iang', 'ing'],
    ['anam', 'enam'],
  ],
)
