/** What the console says of the region: its clock, and names for the ids that calls and tickets carry. */

export type Named = { readonly id: string; readonly name: string }

export type ConsoleSite = {
  readonly name: string
  /** IANA zone of the region's wall clock. */
  readonly zone: string
  readonly lanes: readonly Named[]
  /** Kinds of emergency, with the rungs of their ladders in order. */
  readonly ladders: readonly (Named & { readonly rungs: readonly string[] })[]
  /** Steps of the flows; `names` by language (ISO 639-3), with every language in which the flow has one. */
  readonly steps: readonly { readonly id: string; readonly names: Readonly<Record<string, string>> }[]
  readonly topics: readonly (Named & { readonly agencyId: string })[]
  readonly districts: readonly Named[]
  readonly agencies: readonly Named[]
  /** Duty phones that an operator can bring into a conversation. */
  readonly contacts: readonly Named[]
}

export type FieldProblem = {
  readonly field: 'topic' | 'district'
  readonly given: string
  readonly there: readonly string[]
}

/** The first of these fields that names something the region does not have, with what it has instead. */
export function unknownField(
  site: Pick<ConsoleSite, 'topics' | 'districts'>,
  fields: { readonly topic?: string; readonly district?: string },
): FieldProblem | null {
  for (const [field, known] of [
    ['topic', site.topics],
    ['district', site.districts],
  ] as const) {
    const given = fields[field]
    if (given !== undefined && !known.some(({ id }) => id === given))
      return { field, given, there: known.map(({ id }) => id) }
  }
  return null
}

/** The sentence for it. */
export const fieldSentence = ({ field, given, there }: FieldProblem): string =>
  there.length === 0
    ? `This region has no ${field}s, so "${given}" is none of them.`
    : `There is no ${field} "${given}". Choose one of: ${there.join(', ')}.`
