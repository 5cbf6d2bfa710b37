/** What is asked while help is called, as lines of a picture: each question with its keys. Nobody's way depends on the answers. */

import type { AskSpec } from '../asks.ts'
import type { Flow, FlowNode } from '../flow.ts'
import { findPrompt } from '../speech.ts'
import { list } from '../turn.ts'

/** Characters of a line; longer questions have several. */
const LINE_LENGTH = 44

/** `Kind of emergency: 1 medical, 2 fire`. A question is called by its title, or by the first sentence that it says. */
export function askedLines(flow: Flow, { spec }: FlowNode): readonly string[] {
  const { asks = [] } = spec as { readonly asks?: readonly AskSpec[] }
  const language = flow.defaultLanguage
  const textOf = (prompt: string): string => findPrompt(flow, language, prompt)?.prompt.text ?? ''
  return asks.flatMap(({ title, say, options, id }) => {
    const named = typeof title === 'object' ? title[language] : title
    const question = named ?? (textOf(list(say)[0] ?? '').split(/(?<=[.!?])\s/)[0] || id)
    const answers = Object.entries(options).map(
      ([key, { label, answer, kind }]) => `${key} ${label === undefined ? (answer ?? kind ?? '') : textOf(label)}`,
    )
    const pieces = answers.map((answer, index) => (index < answers.length - 1 ? `${answer},` : answer))
    return inLines([`${question.replace(/[.:]$/, '')}:`, ...pieces], LINE_LENGTH)
  })
}

/** Pieces side by side as long as a line holds them; one that is longer than a line stands alone. */
export function inLines(pieces: readonly string[], longest: number): readonly string[] {
  const lines: string[] = []
  for (const piece of pieces) {
    const last = lines.at(-1)
    if (last === undefined || last.length + piece.length + 1 > longest) lines.push(piece)
    else lines[lines.length - 1] = `${last} ${piece}`
  }
  return lines
}
