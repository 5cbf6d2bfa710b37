/** A phone on the page, so that a test reads like a call. Names are the Indonesian page's: it is what people see first. */
import type { Locator, Page } from 'playwright-core'

export type PhoneOnPage = {
  readonly card: Locator
  dials(number?: string): Promise<void>
  answers(): Promise<void>
  presses(keys: string): Promise<void>
  says(words: string): Promise<void>
  texts(body: string): Promise<void>
  hangsUp(): Promise<void>
  /** Resolves when these words are in the phone's transcript; rejects after the page's time-out. */
  hears(words: RegExp | string): Promise<void>
  /** What the line's voice has said on this phone, in order. */
  captions(): Promise<readonly string[]>
  /** Resolves when the phone shows this state, for example `Berdering`. */
  is(state: 'Siap' | 'Menghubungi' | 'Berdering' | 'Tersambung'): Promise<void>
  /** Resolves when the phone shows that it talks with the other. */
  talksWith(label: string): Promise<void>
}

/** Opens the phone with this label (others of its group are collapsed) and hands it to the test. */
export async function phoneOn(page: Page, label: string): Promise<PhoneOnPage> {
  const choice = page.locator(`button[title="${label}"]`)
  const card = page.locator(`article[aria-label="${label}"]`)
  await choice.or(card).first().waitFor()
  if (await choice.count()) await choice.click()
  const button = (name: string) => card.getByRole('button', { name, exact: true })
  const words = card.getByRole('textbox', { name: 'Kata-kata' })
  return {
    card,
    async dials(number) {
      if (number !== undefined) await card.getByLabel('Nomor tujuan').fill(number)
      await button('Panggil').click()
    },
    answers: () => button('Jawab').click(),
    async presses(keys) {
      for (const key of keys) await button(`Tombol ${{ '*': 'bintang', '#': 'pagar' }[key] ?? key}`).click()
    },
    async says(text) {
      await words.fill(text)
      await button('Ucapkan').click()
    },
    async texts(body) {
      await words.fill(body)
      await button('SMS').click()
    },
    hangsUp: () => button('Tutup').click(),
    hears: (text) => card.getByRole('log').getByText(text).first().waitFor(),
    captions: () => card.getByRole('log').locator('[data-kind="speech"] p').allTextContents(),
    is: (state) => card.getByTestId('state').getByText(state).waitFor(),
    talksWith: (other) => card.getByText(`bersama ${other}`).waitFor(),
  }
}

/** The phone of this group that rings, whichever it is; the page brings it to the front. */
export async function ringingOf(
  page: Page,
  role: 'Warga' | 'Petugas' | 'Mitra darurat',
): Promise<{ label: string; phone: PhoneOnPage }> {
  const card = page.getByRole('region', { name: role }).locator('article[data-state="ringing"]')
  const label = (await card.getAttribute('aria-label')) ?? ''
  return { label, phone: await phoneOn(page, label) }
}
