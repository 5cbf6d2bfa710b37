import t from 'tap'
import { entriesOf } from '../../src/sessions/effects.ts'
import { secretsOf, withoutSecrets } from '../../src/sessions/secrets.ts'

const memory = {
  variables: { nama: 'Siti', kode: '7', topik: 'jalan' },
  sensitive: ['nama', 'kode', 'kosong'],
  frames: [{ node: 'lapor', variables: { nomor: '081234567890', di: 'sini' }, sensitive: ['nomor'] }],
}

t.test('what was given in confidence is known in every sub-flow in progress; a single key tells nothing', async (t) => {
  t.same([...secretsOf(memory)].sort(), ['081234567890', 'Siti'])
})

t.test('no secret comes into a timeline, whatever it was copied into', async (t) => {
  const secrets = secretsOf(memory)
  t.same(
    entriesOf(
      [
        { event: 'answer.given', node: 'tanya', variable: 'salinan', value: '081234567890' },
        { event: 'words.written', node: 'cerita', variable: 'cerita', text: 'Saya Siti, nomor 081234567890.' },
        { event: 'choice.made', node: 'menu', option: 'jalan', digits: '7' },
      ],
      secrets,
    ),
    [
      { kind: 'answer.given', facts: { node: 'tanya', variable: 'salinan', value: '***' } },
      { kind: 'words.written', facts: { node: 'cerita', variable: 'cerita', text: 'Saya ***, nomor ***.' } },
      { kind: 'choice.made', facts: { node: 'menu', option: 'jalan', digits: '7' } },
    ],
  )
})

t.test('facts without secrets stay as they are', async (t) => {
  const facts = { value: 'Siti', count: 3 }
  t.equal(withoutSecrets(facts, new Set()), facts)
  t.same(withoutSecrets({ ...facts, value: 'Budi' }, new Set(['Siti'])), { value: 'Budi', count: 3 })
})
