/** `return:` ends a sub-flow: the caller's variables are back, with the outputs that it takes, and the call goes on by this exit. */

import type { Static, TObject } from 'typebox'
import { type Exit, Id, nodeKind } from '../node-kind.ts'
import { own } from '../speech.ts'
import { change, go, remember } from '../turn.ts'

const fields = { return: Id }
/** What inlining adds: where the caller goes on, and by the caller's variable the output that it takes. */
export type ReturnSpec = Static<TObject<typeof fields>> & {
  readonly back?: {
    readonly to: string
    readonly take: Readonly<Record<string, string>>
    readonly secret: readonly string[]
  }
}

export const returnNode = nodeKind({
  kind: 'return',
  gives: 'nothing',
  fields,
  about: ({ back }: ReturnSpec) => ({
    exits: back === undefined ? [] : [{ path: ['return'], to: back.to, why: 'follows' } satisfies Exit],
    prompts: [],
  }),
  enter: (_, { back }: ReturnSpec, turn) => {
    const { frames, variables, sensitive } = turn.session
    const frame = frames.at(-1)
    if (back === undefined || frame === undefined) throw new Error('a return outside of a call passed the parser')
    change(turn, { frames: frames.slice(0, -1), variables: frame.variables, sensitive: frame.sensitive })
    for (const [name, output] of Object.entries(back.take)) {
      const isSecret = back.secret.includes(output) || sensitive.includes(output)
      remember(turn, { [name]: own(variables, output) ?? '' }, isSecret)
    }
    return go(back.to)
  },
})
