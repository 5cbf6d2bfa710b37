import t from 'tap'
import { line, startHotline } from '../support/hotline.ts'
import type { TestPhone } from '../support/phone.ts'

t.setTimeout(280_000)
// Each story has its own hotline, and mostly waits.
t.jobs = 2

const rounds = 3

for (const seed of [1, 2]) {
  t.test(`two operators press 1 on one emergency at the same time: one has it (seed ${seed})`, async (t) => {
    const hotline = await startHotline(t, { operators: ['sari', 'budi'], seed, scale: 0.2 })
    const both = [hotline.operator('sari'), hotline.operator('budi')]
    const warga = hotline.carrier.phone('+6281200000001')
    for (let round = 1; round <= rounds; round += 1) {
      await warga.dials(line)
      await warga.presses('1')
      await Promise.all(both.map((phone) => phone.answers()))
      await Promise.all(both.map((phone) => phone.hears(/Tekan 1/)))
      const before = both.map(({ heard }) => heard.length)
      const toldTo = (phone: TestPhone, index: number) =>
        phone.heard
          .slice(before[index])
          .map(({ text }) => text)
          .join(' ')
      for (const phone of both) phone.pressesNow('1')
      await hotline.carrier
        .until('both have been told something', () =>
          both.every((phone, index) => /disambungkan|ditangani|gangguan/.test(toldTo(phone, index))),
        )
        .catch((err) => {
          throw new Error(both.map((phone) => phone.transcript()).join('\n'), { cause: err })
        })
      const told = both.map(toldTo)
      t.equal(told.filter((words) => /disambungkan/.test(words)).length, 1, 'exactly one is put through')
      t.equal(told.filter((words) => /sudah ditangani/.test(words)).length, 1, 'the other hears that it was taken')
      t.notOk(
        told.some((words) => /gangguan/.test(words)),
        'nobody hears that the system failed',
      )
      const winner = both[told.findIndex((words) => /disambungkan/.test(words))]
      const loser = both.find((phone) => phone !== winner)
      if (winner === undefined || loser === undefined) throw new Error('nobody has the caller')
      await hotline.talk(warga, winner)
      await loser.isHungUp()
      const offers = await hotline.rows<{ state: string }>(
        `select o.state from offers o join waits w on w.id = o.wait_id where w.call_sid = $1 and o.state in ('accepted', 'withdrawn')`,
        [warga.callSid],
      )
      t.same(offers.map(({ state }) => state).sort(), ['accepted', 'withdrawn'])
      warga.hangsUp()
      await winner.isHungUp()
      await hotline.eventually<{ state: string }>('select state from operators', (all) =>
        all.every(({ state }) => state === 'free'),
      )
    }
  })
}
