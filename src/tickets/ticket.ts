/** A ticket's way through the agencies: one table of what can be done, by whom, from where. It never loses its owner. */

export const stages = ['received', 'verified', 'assigned', 'in_progress', 'answered', 'closed'] as const
export type Stage = (typeof stages)[number]

/** The regent's promise: an agency answers within 1 x 24 hours of the citizen's word. */
export const answerWithinMilliseconds = 24 * 60 * 60 * 1000

/**
 * Who may know the reporter. `secret`: nobody but the coordinator's side. `anonymous`: nobody. Either is opened only with a reason that
 * is recorded; the number stays sealed with the citizen, so that the reporter can be told the answer.
 */
export const privacies = ['open', 'secret', 'anonymous'] as const
export type Privacy = (typeof privacies)[number]

/** May this person know, even masked, who reported it? Whoever may not can still open it with a reason, where permitted. */
export function mayKnowReporter(who: { readonly roles: readonly string[] }, privacy: Privacy): boolean {
  if (privacy === 'open') return true
  return privacy === 'secret' && who.roles.some((role) => role === 'coordinator' || role === 'supervisor')
}

/** How soon somebody has to see to it, as whoever listened judged it; a life in danger is an emergency and no ticket's urgency. */
export const urgencies = ['low', 'normal', 'high', 'critical'] as const
export type Urgency = (typeof urgencies)[number]

export type Channel = 'voice' | 'sms' | 'web' | 'staff'

/** What a transition looks at and changes. Times in milliseconds since 1970. */
export type Progress = {
  readonly stage: Stage
  readonly ownerAgencyId: string
  readonly answerDueAt: number
  readonly answeredAt: number | null
  readonly closedAt: number | null
  readonly version: number
}

export type TicketFields = {
  /** The site's word for what it is; `emergency` is the only one that the house knows. */
  readonly kind: string
  readonly topic: string | null
  readonly district: string | null
  readonly place: string | null
  readonly placeRecording: string | null
  readonly description: string | null
  readonly descriptionRecording: string | null
  readonly privacy: Privacy
  readonly urgency: Urgency | null
  /** Whose number was given to be called back at, when it is not the one that called. */
  readonly contactCitizenId: string | null
}

export type Ticket = Progress &
  TicketFields & {
    readonly id: string
    readonly code: string
    readonly channel: Channel
    readonly contact: string | null
    readonly citizenId: string | null
    readonly openedAt: number
  }

export type Action =
  | { readonly do: 'verify' }
  /** To a named agency, always: a ticket is handed on, never let go. */
  | { readonly do: 'assign'; readonly agencyId: string; readonly reason?: string }
  | { readonly do: 'start' }
  /** "Not ours": goes to the coordinator, who decides. */
  | { readonly do: 'hand_back'; readonly reason: string }
  | { readonly do: 'answer'; readonly text: string }
  | { readonly do: 'close'; readonly reason: string }
  | { readonly do: 'reopen'; readonly reason: string }

export type Deed = Action['do']

/** In which capacity somebody acts: the house itself, staff of the coordinator's side, the owning agency, whoever takes calls. */
export type Capacity = 'system' | 'coordinator' | 'owner' | 'operator'

type Rule = {
  readonly from: readonly Stage[]
  readonly to: Stage
  readonly by: readonly Capacity[]
  readonly event: string
}

const open: readonly Stage[] = ['received', 'verified', 'assigned', 'in_progress']

export const rules: Readonly<Record<Deed, Rule>> = {
  verify: { from: ['received'], to: 'verified', by: ['coordinator', 'operator'], event: 'ticket.verified' },
  assign: { from: open, to: 'assigned', by: ['coordinator', 'operator', 'owner'], event: 'ticket.assigned' },
  start: { from: ['assigned'], to: 'in_progress', by: ['owner', 'coordinator'], event: 'ticket.started' },
  hand_back: {
    from: ['assigned', 'in_progress'],
    to: 'verified',
    by: ['owner', 'system'],
    event: 'ticket.handed_back',
  },
  answer: { from: open, to: 'answered', by: ['owner', 'coordinator', 'operator'], event: 'ticket.answered' },
  close: {
    from: [...open, 'answered'],
    to: 'closed',
    by: ['coordinator', 'operator', 'system'],
    event: 'ticket.closed',
  },
  reopen: {
    from: ['answered', 'closed'],
    to: 'assigned',
    by: ['coordinator', 'operator', 'system'],
    event: 'ticket.reopened',
  },
}

export type Refusal =
  /** Not from the stage that it is in. */
  | 'not_now'
  | 'not_yours'
  | 'reason_wanted'
  /** It belongs there already. */
  | 'same_owner'

export type Step =
  | {
      readonly outcome: 'done'
      readonly progress: Progress
      readonly event: string
      readonly facts: Readonly<Record<string, unknown>>
    }
  | { readonly outcome: 'refused'; readonly why: Refusal }

const refused = (why: Refusal): Step => ({ outcome: 'refused', why })

/** The words that an action must carry; null when it needs none. */
function wordsOf(action: Action): string | null {
  switch (action.do) {
    case 'answer':
      return action.text
    case 'hand_back':
    case 'close':
    case 'reopen':
      return action.reason
    case 'verify':
    case 'start':
    case 'assign':
      return null
  }
}

function ownerAfter(progress: Progress, action: Action, coordinatorId: string): string {
  if (action.do === 'assign') return action.agencyId
  return action.do === 'hand_back' ? coordinatorId : progress.ownerAgencyId
}

function timesAfter(progress: Progress, action: Action, now: number) {
  const { answerDueAt, answeredAt, closedAt } = progress
  switch (action.do) {
    case 'answer':
      return { answerDueAt, answeredAt: now, closedAt }
    case 'close':
      return { answerDueAt, answeredAt, closedAt: now }
    case 'reopen': // the citizen was not helped: the promise begins anew
      return { answerDueAt: now + answerWithinMilliseconds, answeredAt: null, closedAt: null }
    default:
      return { answerDueAt, answeredAt, closedAt }
  }
}

/** One step of a ticket, or why it cannot be taken. `capacities` are all those in which the doer stands to this ticket. */
export function step(
  progress: Progress,
  action: Action,
  circumstances: { readonly capacities: readonly Capacity[]; readonly coordinatorId: string; readonly now: number },
): Step {
  const rule = rules[action.do]
  const { capacities, coordinatorId, now } = circumstances
  if (!rule.by.some((capacity) => capacities.includes(capacity))) return refused('not_yours')
  if (!rule.from.includes(progress.stage)) return refused('not_now')
  if (wordsOf(action)?.trim() === '') return refused('reason_wanted')
  const ownerAgencyId = ownerAfter(progress, action, coordinatorId)
  const moves =
    action.do === 'hand_back' ||
    (action.do === 'assign' && progress.stage !== 'received' && progress.stage !== 'verified')
  if (moves && ownerAgencyId === progress.ownerAgencyId) return refused('same_owner')
  const { do: _, ...said } = action
  return {
    outcome: 'done',
    progress: { stage: rule.to, ownerAgencyId, version: progress.version + 1, ...timesAfter(progress, action, now) },
    event: rule.event,
    facts: {
      ...said,
      ...(ownerAgencyId === progress.ownerAgencyId ? {} : { from: progress.ownerAgencyId, to: ownerAgencyId }),
    },
  }
}

/** What somebody could do to it now, for the buttons on the page. */
export const possible = (progress: Progress, capacities: readonly Capacity[]): readonly Deed[] =>
  (Object.keys(rules) as Deed[]).filter(
    (deed) => rules[deed].from.includes(progress.stage) && rules[deed].by.some((by) => capacities.includes(by)),
  )

/** In which capacities someone stands to a ticket. Staff of the coordinating agency act as owner of what it owns, too. */
export function capacitiesOf(
  who: { readonly roles: readonly string[]; readonly agencyId: string | null } | 'system',
  progress: Pick<Progress, 'ownerAgencyId'>,
): readonly Capacity[] {
  if (who === 'system') return ['system']
  const capacities: Capacity[] = []
  if (who.roles.includes('coordinator') || who.roles.includes('supervisor')) capacities.push('coordinator')
  if (who.roles.includes('operator')) capacities.push('operator')
  if (who.roles.includes('agency') && who.agencyId === progress.ownerAgencyId) capacities.push('owner')
  return capacities
}

export const isOverdue = (progress: Progress, now: number): boolean =>
  progress.answeredAt === null && progress.closedAt === null && progress.answerDueAt < now
