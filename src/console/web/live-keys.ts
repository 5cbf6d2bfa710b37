/** Which questions of the pages a table answers: when it changes, they are asked again. */
const keysOf: Readonly<Record<string, readonly string[]>> = {
  agencies: ['agencies'],
  calls: ['calls'],
  call_log: ['calls'],
  call_views: ['call-views'],
  callbacks: ['callbacks', 'calls', 'recoveries'],
  drills: ['drills'],
  duty_tests: ['duty-tests', 'drills'],
  emergencies: ['emergencies', 'calls'],
  incidents: ['incidents'],
  nuisance_facts: ['nuisances'],
  nuisance_lifts: ['nuisances'],
  legs: ['calls', 'duty-tests', 'drills'],
  operators: ['presence'],
  publications: ['publications'],
  recordings: ['calls'],
  recoveries: ['recoveries', 'emergencies', 'calls'],
  rung_attempts: ['emergencies', 'calls'],
  staff: ['staff'],
  ticket_drafts: ['drafts'],
  tickets: ['tickets', 'calls', 'drafts', 'histories'],
  ticket_events: ['tickets'],
  waits: ['calls'],
}

/** The first words of the questions that these tables answer; null: all of them. */
export function keysChangedBy(tables: readonly string[]): ReadonlySet<string> | null {
  return tables.includes('*') ? null : new Set(tables.flatMap((table) => keysOf[table] ?? []))
}
