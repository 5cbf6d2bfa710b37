import t from 'tap'
import { lookUpPlace } from '../../src/places/lookup.ts'
import { somePlaces } from './some-places.ts'

t.test('a flow hears the place, its district and how sure it is', async (t) => {
  t.same(lookUpPlace(somePlaces, { text: 'sicincin' }), {
    id: '13.05.04.2002',
    name: 'Sicincin',
    kind: 'village',
    code: '13.05.04.2002',
    district: 'dua_x_sebelas_enam_lingkung',
    district_name: '2 x 11 Enam Lingkung',
    confidence: 'sure',
  })
  t.match(lookUpPlace(somePlaces, { text: 'lubuk alun' }), { district: 'lubuk_alung', confidence: 'unsure' })
})

t.test('a district by its key needs no words, and a landmark has no code', async (t) => {
  t.match(lookUpPlace(somePlaces, { district: 'lubuk_alung' }), { code: '13.05.01', confidence: 'sure' })
  t.match(lookUpPlace(somePlaces, { text: 'bandara BIM' }), { id: 'bim', code: '', district_name: 'Batang Anai' })
})

t.test('nothing likely is not found', async (t) => {
  t.equal(lookUpPlace(somePlaces, { text: 'entah di mana' }), null)
  t.equal(lookUpPlace(somePlaces, {}), null)
})
