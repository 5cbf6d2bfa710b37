import { voiceTagOf } from './voice-tag.ts'

/** The browser's own voice for what the line says. Silent where the browser has none: captions are always there. */
export function speak(text: string, language: string | null): void {
  if (!('speechSynthesis' in window)) return
  const utterance = new SpeechSynthesisUtterance(text)
  utterance.lang = voiceTagOf(language)
  const voices = speechSynthesis.getVoices()
  const primary = utterance.lang.slice(0, 2).toLowerCase()
  // Some systems name Indonesian `id_ID` or by the old code `in-ID`.
  const voice = voices.find(
    (each) => each.lang.toLowerCase().startsWith(primary) || (primary === 'id' && /^in[-_]/i.test(each.lang)),
  )
  if (voice !== undefined) utterance.voice = voice
  speechSynthesis.speak(utterance)
}

export function stopSpeaking(): void {
  if ('speechSynthesis' in window) speechSynthesis.cancel()
}
