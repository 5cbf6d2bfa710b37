/** Who has to answer: an OPD of the region, or an agency outside its command (PLN, telecom, police). */
export type Agency = {
  readonly id: string
  readonly name: string
  /** Diskominfo or whoever verifies and dispatches; exactly one. Owns what nobody else does. */
  readonly coordinator: boolean
}

/** Why a list of agencies cannot be worked with; empty when it can. */
export function problemsOf(agencies: readonly Agency[]): readonly string[] {
  const problems: string[] = []
  const seen = new Set<string>()
  for (const { id, name } of agencies) {
    if (seen.has(id)) problems.push(`agency "${id}" is listed twice`)
    if (name.trim() === '') problems.push(`agency "${id}" has no name`)
    seen.add(id)
  }
  const coordinators = agencies.filter(({ coordinator }) => coordinator).map(({ id }) => id)
  if (coordinators.length === 0)
    problems.push('no agency is the coordinator: tickets that nobody owns would have nowhere to go')
  if (coordinators.length > 1) problems.push(`more than one agency is the coordinator: ${coordinators.join(', ')}`)
  return problems
}
