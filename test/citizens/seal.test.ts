import t from 'tap'
import { createSealer } from '../../src/citizens/seal.ts'

const secret = 'a secret of the house, long enough'
const sealer = createSealer(secret)

t.test('what was sealed opens again, and looks different each time', async (t) => {
  const once = sealer.seal('+6281200000001', 'citizens.address')
  const again = sealer.seal('+6281200000001', 'citizens.address')
  t.equal(sealer.open(once, 'citizens.address'), '+6281200000001')
  t.notSame(once, again)
  t.notOk(once.includes(Buffer.from('81200000001')))
})

t.test('a changed byte anywhere, another purpose, or another secret does not open', async (t) => {
  const sealed = sealer.seal('Warga', 'citizens.name')
  for (let at = 0; at < sealed.length; at++) {
    const changed = Buffer.from(sealed)
    changed.writeUInt8(changed.readUInt8(at) ^ 1, at)
    t.throws(() => sealer.open(changed, 'citizens.name'), `byte ${at}`)
  }
  t.throws(() => sealer.open(sealed, 'citizens.address'))
  t.throws(() => createSealer('another secret').open(sealed, 'citizens.name'), /does not hold/)
  t.throws(() => sealer.open(sealed.subarray(0, 20), 'citizens.name'), 'cut off')
})

t.test('what an earlier secret sealed opens after the secret has changed', async (t) => {
  const sealed = sealer.seal('Warga', 'citizens.name')
  const later = createSealer('the next secret', [secret])
  t.equal(later.open(sealed, 'citizens.name'), 'Warga')
  t.throws(() => sealer.open(later.seal('Warga', 'citizens.name'), 'citizens.name'))
})

t.test('the index is the same for the same text, and depends on the secret', async (t) => {
  t.same(sealer.index('number +62812'), createSealer(secret).index('number +62812'))
  t.notSame(sealer.index('number +62812'), sealer.index('number +62813'))
  t.notSame(sealer.index('number +62812'), createSealer('another secret').index('number +62812'))
  t.equal(sealer.index('x').length, 32)
})
