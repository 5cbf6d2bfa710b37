import t from 'tap'
import { findPlace } from '../../src/places/gazetteer.ts'
import { loadSite } from '../../src/site.ts'

const loaded = await loadSite(new URL('../../ivr-flows', import.meta.url).pathname)
if (loaded.outcome !== 'site') throw new Error('the shipped site is broken')
const { gazetteer, districts } = loaded.site

t.test('every name of the shipped places leads to its district, or is known to be the name of several', async (t) => {
  for (const place of gazetteer.places)
    for (const name of [place.name, ...place.aliases]) {
      const found = findPlace(gazetteer, { text: name })
      const those = found.outcome === 'found' ? [found.place] : found.others.map((guess) => guess.place)
      t.ok(
        those.some(({ district }) => district === place.district),
        `${name} (${place.district})`,
      )
    }
})

t.test('the whole region is there', async (t) => {
  t.equal(gazetteer.places.filter(({ kind }) => kind === 'village').length, 103, 'nagari of Padang Pariaman')
  for (const { id } of districts)
    t.ok(
      gazetteer.places.some(({ kind, district }) => kind === 'village' && district === id),
      id,
    )
})

t.test('people are understood', async (t) => {
  for (const [text, district] of [
    ['di Sintuak dekat simpang', 'sintuk_toboh_gadang'],
    ['jalan ke nagari sunur barat', 'nan_sabaris'],
    ['dekat bandara', null],
    ['bandara BIM', 'batang_anai'],
    ['makam syech burhanudin', 'ulakan_tapakis'],
    ['koto tinggi', null],
    ['koto tinggi enam lingkung', 'enam_lingkung'],
    ['dua kali sebelas kayu tanam', 'dua_x_sebelas_kayu_tanam'],
    ['lubuk alung', 'lubuk_alung'],
  ] as const) {
    const found = findPlace(gazetteer, { text })
    t.equal(found.outcome === 'found' ? found.place.district : null, district, text)
  }
  t.match(findPlace(gazetteer, { text: 'lubuk alung' }), { place: { kind: 'district' } }, 'no more than was said')
})
