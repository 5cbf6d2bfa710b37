/** A publication: which texts the line runs on, since when, by whom and why. Pure. */

/**
 * `first`: the folder at the first start. `publish`: at once, `schedule`: from a moment to come. `edit`: a file of a watched folder was
 * changed. `rollback`: the texts of an earlier publication once more.
 */
export const publicationKinds = ['first', 'publish', 'schedule', 'edit', 'rollback'] as const
export type PublicationKind = (typeof publicationKinds)[number]

export type Publication = {
  /** Counts from 1; what people name it by. */
  readonly number: number
  /** sha-256 of its texts. */
  readonly content: string
  readonly kind: PublicationKind
  /** Empty where nobody wrote one: `first` and `edit`. */
  readonly note: string
  /** `staff:<id>`, `terminal:<user>` or `system`. */
  readonly by: string
  /** Milliseconds since 1970, as all that follow. */
  readonly publishedAt: number
  readonly effectiveAt: number
  /** Number of the publication that a rollback returns to. */
  readonly returnsTo: number | null
  readonly withdrawnAt: number | null
}

export type Publishing = { readonly kind: PublicationKind; readonly note: string; readonly effectiveAt: number }

export const isWithdrawn = ({ withdrawnAt }: Publication): boolean => withdrawnAt !== null

/** Which one a rollback without a number returns to: the newest before the one in force that had other texts. */
export function before(inForce: Publication, all: readonly Publication[], now: number): Publication | null {
  // After a rollback one stands where it led: twice back is two steps.
  const standing = inForce.returnsTo ?? inForce.number
  const earlier = all.filter(
    (one) => one.number < standing && one.content !== inForce.content && !isWithdrawn(one) && one.effectiveAt <= now,
  )
  return earlier.toSorted((a, b) => b.number - a.number)[0] ?? null
}

/** What the watcher of a folder saw there. `since`: when it was first so. */
export type FolderState = {
  readonly place: string
  readonly content: string
  readonly state: 'published' | 'waiting' | 'broken'
  /** `file:line path: message`. */
  readonly problems: readonly string[]
  readonly since: number
}
