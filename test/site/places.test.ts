import t from 'tap'
import { findPlace } from '../../src/places/gazetteer.ts'
import { readPlaces } from '../../src/site/read-places.ts'

const districts = [
  { id: 'lubuk_alung', name: 'Lubuk Alung', code: '13.05.01' },
  { id: 'batang_anai', name: 'Batang Anai', code: '13.05.02' },
]
const whole = `
schema: hotline-places/v1
spellings: [[uang, ung], [uak, uk]]
districts:
  lubuk_alung:
    aliases: [Lubuk Alung Kota]
    at: [-0.68, 100.29]
    villages:
      - { name: Sungai Abang Lubuk Alung, code: 13.05.01.2006, aliases: [Sungai Abang] }
    landmarks:
      - { id: pasar_lubuk_alung, name: Pasar Lubuk Alung, at: [-0.69, 100.28] }
`
const read = (text: string) => readPlaces([{ file: 'places/nagari.yaml', text }], districts)

t.test('districts, villages and landmarks are found, with their places', async (t) => {
  const { gazetteer, problems } = read(whole)
  t.same(problems, [])
  t.match(findPlace(gazetteer, { text: 'lubuak aluang' }), {
    place: { id: 'lubuk_alung', code: '13.05.01', at: { latitude: -0.68, longitude: 100.29 } },
  })
  t.match(findPlace(gazetteer, { text: 'sungai abang' }), {
    place: { kind: 'village', code: '13.05.01.2006', district: 'lubuk_alung' },
  })
  t.match(findPlace(gazetteer, { text: 'dekat pasar lubuk alung' }), { place: { kind: 'landmark', code: null } })
  t.match(findPlace(gazetteer, { text: 'batang anai' }), { place: { aliases: [], at: null } }, 'of which no file tells')
})

t.test('a site without such files knows its districts', async (t) => {
  const { gazetteer } = readPlaces([], districts)
  t.match(findPlace(gazetteer, { text: 'lubuk alung' }), { outcome: 'found' })
})

t.test('what does not fit is told at its line', async (t) => {
  const cases: readonly [string, string, RegExp][] = [
    ['  lubuk_alung:', '  lubuk_alun:', /the site has no district "lubuk_alun"/],
    ['13.05.01.2006', '13.05.02.2006', /does not begin with 13.05.01/],
    ['13.05.01.2006', '13.05.2006', /code/],
    ['at: [-0.68, 100.29]', 'at: [100.29, -0.68]', /at/],
    ['{ id: pasar_lubuk_alung,', '{ id: kubur, name: Kubur }\n      - { id: kubur,', /"kubur" is there twice/],
    ['[[uang, ung]', '[[Uang, ung]', /spellings/],
  ]
  for (const [from, to, problem] of cases) {
    const told = read(whole.replace(from, to)).problems.map(({ line, path, message }) => `${line} ${path} ${message}`)
    t.match(told.join('\n'), problem, `${from} -> ${to}`)
  }
})
