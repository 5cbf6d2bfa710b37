import { lineOf } from './account.ts'
import { receiveText } from './messages.ts'
import { NotNow, type Phone, type PhoneBook } from './phones.ts'

/** A person sends a text from a phone to one of our lines. */
export function text(book: PhoneBook, phone: Phone, to: string, body: string): void {
  const { carrier } = book
  const line = lineOf(carrier.account, to)
  if (phone.address.startsWith('client:')) throw new NotNow(`${phone.label} cannot send texts`)
  book.tell({
    type: 'text',
    text: { phone: phone.id, at: carrier.clock.now().getTime(), direction: 'out', from: phone.address, to, body },
  })
  if (line) carrier.background(receiveText(carrier, phone, line, body))
}
