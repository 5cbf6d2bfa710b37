/** What changed between two bundles, for people. Pure. */

import { createTwoFilesPatch } from 'diff'
import type { Bundle } from '../site/bundle.ts'

export type FileDifference = {
  readonly file: string
  readonly change: 'added' | 'removed' | 'changed'
  /** Unified, with three lines around each change. */
  readonly text: string
}

/** File by file, in order; recordings by their names. */
export function differences(from: Bundle, to: Bundle): readonly FileDifference[] {
  const names = [...new Set([...Object.keys(from.files), ...Object.keys(to.files)])].sort()
  const texts = names.flatMap((file): FileDifference[] => {
    const [was, is] = [textOf(from, file), textOf(to, file)]
    if (was === is) return []
    const change = was === undefined ? 'added' : is === undefined ? 'removed' : 'changed'
    return [{ file, change, text: patch(file, was ?? '', is ?? '') }]
  })
  const recordings = (one: Bundle): string =>
    [...one.recordings]
      .sort()
      .map((name) => `${name}\n`)
      .join('')
  const [was, is] = [recordings(from), recordings(to)]
  return was === is ? texts : [...texts, { file: 'audio/', change: 'changed', text: patch('audio/', was, is) }]
}

const textOf = ({ files }: Bundle, file: string): string | undefined =>
  Object.hasOwn(files, file) ? files[file] : undefined

function patch(file: string, was: string, is: string): string {
  const text = createTwoFilesPatch(file, file, was, is, '', '', { context: 3 })
  return text.slice(text.indexOf('---')).trimEnd()
}
