/** What XML 1.0 cannot hold at all, and half a surrogate pair. A NUL in a document makes the carrier drop the call. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the ones to take out
const unwritable = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g
// biome-ignore lint/suspicious/noControlCharactersInRegex: found here, taken out above
const mayBeUnwritable = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ud800-\udfff\ufffe\uffff]/
const markup = /[&<>"'\t\n\r]/

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
}

/** The text without what cannot be written: that becomes a space, half a character becomes U+FFFD. */
export function writable(text: string): string {
  return mayBeUnwritable.test(text) ? text.toWellFormed().replace(unwritable, ' ') : text
}

/** Text for an element or a quoted attribute, as `writable` leaves it. */
export function escapeXml(text: string): string {
  const clean = writable(text)
  return markup.test(clean) ? clean.replace(/[&<>"'\t\n\r]/g, (character) => entities[character] ?? character) : clean
}
