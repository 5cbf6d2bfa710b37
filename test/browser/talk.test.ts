/** Real voices: a citizen on the phones page, an operator on the operator's page and 119 in a third browser hear each other. */
import t from 'tap'
import { demoPhones } from '../../src/simulator/demo-phones.ts'
import { startHotline } from '../support/hotline.ts'
import { withBrowser } from './support/chromium.ts'
import { openConsole } from './support/console.ts'
import { phoneOn } from './support/phone.ts'
import { picture } from './support/picture.ts'
import { hearsOnly, speaksAs, type Voice } from './support/tones.ts'

t.setTimeout(280_000)

t.test('voices are heard by whom the conversation lets hear them, and by nobody else', async (t) => {
  const hotline = await startHotline(t, { browsers: true })
  for (const phone of demoPhones) hotline.carrier.simulator.addPhone(phone)
  await hotline.account('sari')
  const newContext = await withBrowser(t)
  const withVoice = async (voice: Voice) => {
    const context = await newContext({ reducedMotion: 'reduce' })
    await speaksAs(context, voice)
    return context
  }
  const phonesPage = async (voice: Voice, label: string) => {
    const page = await (await withVoice(voice)).newPage()
    page.setDefaultTimeout(60_000)
    await page.goto(`${hotline.carrier.url}/phones/`)
    const phone = await phoneOn(page, label)
    await phone.card.getByRole('button', { name: /engarkan/ }).click()
    await page.getByRole('switch', { name: 'Bicara dengan mikrofon' }).click()
    await page.locator('[data-headset=on]').waitFor({ state: 'attached' })
    return { page, phone }
  }

  const desk = await openConsole(() => withVoice('sari'), hotline.url)
  await desk.signsIn('sari', 'a long password of sari')
  await desk.page.getByRole('group', { name: 'Kehadiran saya' }).getByRole('button', { name: 'Siap' }).click()
  await desk.page.getByText('Suara siap').waitFor()
  const citizen = await phonesPage('warga', 'Warga 1')
  await citizen.phone.dials()
  await citizen.phone.hears(/petugas, tekan 3/)
  await citizen.phone.presses('3')
  await desk.page.getByRole('region', { name: 'Telepon berdering' }).waitFor()
  await desk.page.keyboard.press('F2')
  const talk = desk.page.getByRole('region', { name: 'Percakapan' })
  await talk.waitFor()
  await Promise.all([hearsOnly(citizen.page, 'sari'), hearsOnly(desk.page, 'warga')])
  t.pass('both hear each other')

  await talk.getByRole('button', { name: /^Tahan/ }).click()
  await Promise.all([hearsOnly(citizen.page), hearsOnly(desk.page)])
  await t.resolves(
    citizen.phone.hears(/jangan ditutup/),
    'a held citizen hears the house, and no voice goes either way',
  )
  await talk.getByRole('button', { name: /^Lanjutkan/ }).click()
  await Promise.all([hearsOnly(citizen.page, 'sari'), hearsOnly(desk.page, 'warga')])
  t.pass('off hold both hear each other again')

  await talk.getByRole('button', { name: /^Bisukan/ }).click()
  await Promise.all([hearsOnly(citizen.page), hearsOnly(desk.page, 'warga')])
  await talk.getByRole('button', { name: /^Suarakan/ }).click()
  await hearsOnly(citizen.page, 'sari')
  t.pass('who is muted hears, and is not heard')

  const psc = await phonesPage('psc', 'PSC 119')
  await talk.getByRole('button', { name: /119/ }).click()
  await psc.phone.is('Berdering')
  await psc.phone.answers()
  await Promise.all([
    hearsOnly(psc.page, 'warga', 'sari'),
    hearsOnly(citizen.page, 'sari', 'psc'),
    hearsOnly(desk.page, 'warga', 'psc'),
  ])
  t.pass('119 is brought in, and all three hear each other')
  await picture(psc.page, 'phones-voice')
  await picture(desk.page, 'desk-three')
  await psc.phone.hangsUp()
  await Promise.all([hearsOnly(citizen.page, 'sari'), hearsOnly(desk.page, 'warga')])
  await hotline.eventually<{ shared: boolean }>('select shared from waits', ([wait]) => wait?.shared === false)

  await desk.page.context().close()
  await citizen.phone.hears(/percakapan terputus.*dahulukan/)
  t.match(await hotline.rows('select state, returns from waits'), [{ state: 'waiting', returns: 1 }])
  t.strictSame(desk.errors, [], 'nothing went wrong on the page')
})
