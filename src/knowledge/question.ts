/** Which answer a question in people's own words asks for. */

import leven from 'leven'
import type { Answer } from './answer.ts'

/** Words that every question has, in the languages that people write. */
const empty = new Set(
  (
    'ada adalah agar akan aku anda apa apakah atau bagaimana bagaimanakah berapa bisa buat bu cara dan dapat dari dengan di dimana gimana ' +
    'halo harus hari ini itu jam juga kah kalau kami kapan ke kita mana mau mengurus mohon nya oleh pada pak permisi saja saya selamat ' +
    'siang pagi sore malam sudah tanya tentang terima kasih tolong untuk urus yang ' +
    'a about and are can do does for get go how i in is it me my of on please tell the to want what when where which with you your'
  ).split(' '),
)

const wordsOf = (text: string): readonly string[] =>
  text
    .slice(0, 600)
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '' && !empty.has(word))
    .slice(0, 40)

/** One wrong letter in words of five letters and more, two from nine on. */
function sounds(heard: string, word: string): boolean {
  const allowed = word.length < 5 ? 0 : word.length < 9 ? 1 : 2
  return heard === word || (allowed > 0 && leven(heard, word, { maxDistance: allowed + 1 }) <= allowed)
}

type Likeness = { readonly answer: Answer; readonly share: number; readonly heard: number }

/** How much of the name is in the question: all of one or two words, two of three. */
const leastShare = 0.66

function likenessOf(answer: Answer, question: readonly string[]): Likeness {
  const names = [...Object.values(answer.title), ...answer.words].map(wordsOf).filter((words) => words.length > 0)
  const best = names
    .map((words) => {
      const heard = words.filter((word) => question.some((asked) => sounds(asked, word))).length
      return { answer, share: heard / words.length, heard }
    })
    .filter(({ share }) => share >= leastShare)
    .sort(byLikeness)[0]
  return best ?? { answer, share: 0, heard: 0 }
}

const byLikeness = (a: Omit<Likeness, 'answer'>, b: Omit<Likeness, 'answer'>): number =>
  b.heard - a.heard || b.share - a.share

/** The answer whose title or words are in the question. Null when none is, or two are alike. */
export function answerTo(answers: readonly Answer[], question: string): Answer | null {
  const words = wordsOf(question)
  const [first, second] = answers
    .map((answer) => likenessOf(answer, words))
    .filter(({ heard }) => heard > 0)
    .sort(byLikeness)
  if (first === undefined) return null
  return second !== undefined && byLikeness(first, second) === 0 ? null : first.answer
}
