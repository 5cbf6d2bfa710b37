/** Tables that lists and single pages are read from, with the first words of the pages' questions that they answer. */
export const questionsOf: Readonly<Record<string, readonly string[]>> = {
  agencies: ['agencies'],
  calls: ['calls'],
  call_log: ['calls'],
  call_views: ['call-views'],
  callbacks: ['callbacks', 'calls', 'recoveries'],
  duty_alerts: ['emergencies'],
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

/** When one of these changes, pages are told its name, and ask again. */
export const listedTables: ReadonlySet<string> = new Set(Object.keys(questionsOf))
