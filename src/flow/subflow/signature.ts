/** What a sub-flow asks for and gives back: all that its callers need to know of it. */

import type { ValueType } from '../expression/tree.ts'

export type Declared = { readonly type: ValueType; readonly sensitive: boolean }

export type Signature = {
  readonly inputs: Readonly<Record<string, Declared>>
  readonly outputs: Readonly<Record<string, Declared>>
  /** Names that its `return` nodes give, each once. */
  readonly exits: readonly string[]
}

/** By the sub-flow's id; a sub-flow that does not exist, or whose head is wrong, is not there. */
export type Signatures = ReadonlyMap<string, Signature>
