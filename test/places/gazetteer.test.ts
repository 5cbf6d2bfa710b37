import t from 'tap'
import { findPlace, leastConfidence } from '../../src/places/gazetteer.ts'
import { somePlaces } from './some-places.ts'

const find = (text: string, district?: string) =>
  findPlace(somePlaces, { text, ...(district === undefined ? {} : { district }) })
const nameOf = (text: string, district?: string) => {
  const found = find(text, district)
  return found.outcome === 'found' ? found.place.name : null
}

t.test('a name is found however it is written or said', async (t) => {
  for (const [text, name] of [
    ['Lubuk Alung', 'Lubuk Alung'],
    ['kec. lubuk alung', 'Lubuk Alung'],
    ['LUBUAK ALUANG', 'Lubuk Alung'],
    ['lubukalung', 'Lubuk Alung'],
    ['Loeboek Aloeng', 'Lubuk Alung'],
    ['lubuk alun', 'Lubuk Alung'],
    ['dua kali sebelas kayu tanam', '2 x 11 Kayu Tanam'],
    ['2x11 kayutanam', '2 x 11 Kayu Tanam'],
    ['tujuh koto sungai sariak', 'VII Koto Sungai Sarik'],
    ['lima koto timur', 'V Koto Timur'],
    ['5 koto timur', 'V Koto Timur'],
    ['anam lingkuang', 'Enam Lingkung'],
    ['ketapiang', 'Katapiang'],
    ['bandara minang kabau', 'Bandara Internasional Minangkabau'],
  ] as const)
    t.equal(nameOf(text), name, text)
})

t.test('a place is found inside a sentence, and the more telling name wins', async (t) => {
  for (const [text, name] of [
    ['jalan berlubang di dekat pasar lubuk alung, sudah seminggu', 'Pasar Lubuk Alung'],
    ['nagari sungai abang lubuk alung', 'Sungai Abang Lubuk Alung'],
    ['pohon tumbang menutup jalan di sicincin arah padang panjang', 'Sicincin'],
    ['lampu jalan mati di simpang dekat bandara BIM', 'Bandara Internasional Minangkabau'],
    ['koto tinggi kuranji hilir', 'Koto Tinggi Kuranji Hilir'],
  ] as const)
    t.equal(nameOf(text), name, text)
})

t.test('the surer of a text it is, the higher its confidence', async (t) => {
  const [exact, wrongLetter, sentence] = [find('lubuk alung'), find('lubuk alun'), find('banjir besar di lubuk alung')]
  if (exact.outcome !== 'found' || wrongLetter.outcome !== 'found' || sentence.outcome !== 'found')
    return t.fail('one was not found')
  t.equal(exact.confidence, 1)
  t.ok(sentence.confidence < exact.confidence)
  t.ok(wrongLetter.confidence < sentence.confidence)
  t.ok(wrongLetter.confidence >= leastConfidence)
})

t.test('a name that two districts have is no answer until the district is known', async (t) => {
  const found = find('koto tinggi')
  t.equal(found.outcome, 'unknown')
  t.same(found.others.map(({ place }) => place.district).sort(), ['enam_lingkung', 'sungai_limau'])
  t.equal(nameOf('koto tinggi', 'sungai_limau'), 'Koto Tinggi Kuranji Hilir')
  t.equal(nameOf('koto tinggi, sungai limau'), 'Koto Tinggi Kuranji Hilir', 'named in the same breath')
  t.equal(nameOf('antara lubuk alung dan sungai limau'), null, 'two districts')
})

t.test('what is no place is not taken for one', async (t) => {
  for (const text of [
    '',
    '   ',
    'halo selamat pagi',
    'saya mau mengadu jalan rusak',
    '?!',
    'guru',
    'gadis',
    'alun alun',
  ])
    t.equal(nameOf(text), null, text)
})

t.test('a district that was chosen by key is itself, whatever the words beside it mean', async (t) => {
  t.equal(nameOf('', 'batang_anai'), 'Batang Anai')
  t.equal(nameOf('di depan rumah', 'batang_anai'), 'Batang Anai')
  t.equal(nameOf('sicincin', 'batang_anai'), 'Batang Anai', 'a village of another district does not overrule the key')
  t.equal(nameOf('ketaping', 'batang_anai'), 'Katapiang')
  t.equal(find('', 'nirgendwo').outcome, 'unknown')
})

t.test('a very long text is cut and answered', async (t) => {
  const found = find(`lubuk alung ${'dan seterusnya '.repeat(5_000)}`)
  t.match(found, { outcome: 'found', place: { id: 'lubuk_alung' } })
})
