/** One element of a document, and what its attributes may hold. */

/** What an attribute may hold. Lists are separated by spaces. */
export type Holds =
  | { readonly is: 'text'; readonly longest?: number }
  | { readonly is: 'url' }
  | { readonly is: 'whole'; readonly least: number; readonly most: number }
  | { readonly is: 'one' | 'list'; readonly of: readonly string[] }

export type Element = {
  readonly attributes: Readonly<Record<string, Holds>>
  readonly children: readonly string[]
  /** What stands between the tags; null for nothing. */
  readonly content: 'text' | 'url' | null
  readonly longest?: number
}

export const text = (longest?: number): Holds => (longest === undefined ? { is: 'text' } : { is: 'text', longest })
export const url: Holds = { is: 'url' }
export const whole = (least: number, most: number): Holds => ({ is: 'whole', least, most })
export const one = (...of: string[]): Holds => ({ is: 'one', of })
export const list = (of: readonly string[]): Holds => ({ is: 'list', of })
export const yesNo = one('true', 'false')
export const method = one('GET', 'POST')
