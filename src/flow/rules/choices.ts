/** A menu has at most five choices, and at least one. */

import type { Rule } from '../draft.ts'
import { told } from './told.ts'

const MOST_CHOICES = 5

export const choicesAreFew: Rule = ({ flow, problem }) =>
  Object.values(flow.nodes).flatMap(({ id, spec }) => {
    const { options } = spec as { readonly options?: object }
    if (options === undefined) return []
    const choices = Object.keys(options).length
    const at = ['nodes', id, 'options']
    if (choices > MOST_CHOICES) return [problem(at, told('few-choices', 'many'))]
    return choices === 0 ? [problem(at, told('few-choices', 'none'))] : []
  })
