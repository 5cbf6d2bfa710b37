import t from 'tap'
import { type AlarmRoom, type AlarmRules, alarmKinds, alarmsOf } from '../../src/console/alarm.ts'

const now = 1_000_000_000
const seconds = (count: number) => now - count * 1000
const rules: AlarmRules = {
  isOpen: true,
  emergencySeconds: 60,
  lanes: [
    { id: 'darurat', limitSeconds: 30 },
    { id: 'umum', limitSeconds: 120 },
  ],
}
const free = { state: 'free', thenState: null, since: seconds(900) }
const offline = { state: 'offline', thenState: null, since: seconds(600) }
const paused = { state: 'paused', thenState: null, since: seconds(300) }
const resting = { state: 'paused', thenState: 'free', since: seconds(3) }
const waiting = (lane: string, waited: number, isCallback = false) => ({ lane, since: seconds(waited), isCallback })
const calm: AlarmRoom = { operators: [free], waiting: [], emergencies: [], lateRecoveries: [] }

const cases: readonly (readonly [string, Partial<AlarmRoom>, Partial<AlarmRules>, readonly object[]])[] = [
  ['a calm room', {}, {}, []],
  ['nobody has ever been here', { operators: [] }, {}, [{ kind: 'nobody_on_duty', since: null, count: 0 }]],
  ['everybody left', { operators: [offline] }, {}, [{ kind: 'nobody_on_duty', since: seconds(600), count: 0 }]],
  ['everybody left for the night', { operators: [offline] }, { isOpen: false }, []],
  [
    'somebody waits at night',
    { operators: [offline], waiting: [waiting('umum', 5)] },
    { isOpen: false },
    [{ kind: 'nobody_on_duty', count: 1 }],
  ],
  ['everybody rests', { operators: [offline, paused] }, {}, [{ kind: 'all_paused', since: seconds(300) }]],
  ['one comes back by itself', { operators: [paused, resting] }, {}, []],
  ['somebody talks while others rest', { operators: [paused, { ...free, state: 'talking' }] }, {}, []],
  ['a wait at its limit', { waiting: [waiting('umum', 119)] }, {}, []],
  [
    'waits beyond it, told once a lane',
    { waiting: [waiting('umum', 121), waiting('umum', 200), waiting('umum', 4)] },
    {},
    [{ kind: 'wait_over_limit', about: 'umum', since: seconds(80), count: 2 }],
  ],
  [
    'each lane has its own limit',
    { waiting: [waiting('darurat', 31), waiting('umum', 31)] },
    {},
    [{ kind: 'wait_over_limit', about: 'darurat', since: seconds(1), count: 1 }],
  ],
  ['who is called back holds no phone', { waiting: [waiting('umum', 9999, true)] }, {}, []],
  ['an emergency that rings', { emergencies: [{ id: 'e', state: 'raised', since: seconds(59) }] }, {}, []],
  [
    'an emergency that nobody takes',
    { emergencies: [{ id: 'e', state: 'raised', since: seconds(61) }] },
    {},
    [{ kind: 'emergency_unacknowledged', about: 'e', since: seconds(1), count: 1 }],
  ],
  [
    'an emergency that somebody has',
    { emergencies: [{ id: 'e', state: 'acknowledged', since: seconds(999) }] },
    {},
    [],
  ],
  [
    'a ladder that everybody on it let ring',
    { emergencies: [{ id: 'e', state: 'raised', since: seconds(50), exhaustedAt: seconds(5) }] },
    {},
    [{ kind: 'ladder_exhausted', about: 'e', since: seconds(5), count: 1 }],
  ],
  [
    'and whoever has taken it since stills the alarm',
    { emergencies: [{ id: 'e', state: 'acknowledged', since: seconds(50), exhaustedAt: seconds(5) }] },
    {},
    [],
  ],
  [
    'an emergency of which a duty officer knows',
    { emergencies: [{ id: 'e', state: 'raised', since: seconds(99), isKnown: true }] },
    {},
    [],
  ],
  [
    'danger that was written',
    { written: [{ code: '12345674', since: seconds(3) }] },
    {},
    [{ kind: 'emergency_written', about: '12345674', since: seconds(3), count: 1 }],
  ],
  [
    'a caller in danger who was lost',
    { emergencies: [{ id: 'e', state: 'dropped', since: seconds(2) }] },
    {},
    [{ kind: 'emergency_dropped', about: 'e', since: seconds(2), count: 1 }],
  ],
  [
    'nobody has rung back in time',
    { lateRecoveries: [{ id: 'r', since: seconds(5) }] },
    {},
    [{ kind: 'recovery_overdue', about: 'r', since: seconds(5), count: 1 }],
  ],
  ...(['line_failing', 'line_unprobed', 'commands_late', 'jobs_late', 'facts_late', 'texts_late'] as const).map(
    (kind) =>
      [
        `the program itself: ${kind}`,
        {},
        { watched: [{ kind, about: null, since: seconds(40) }] },
        [{ kind, since: seconds(40), count: 1 }],
      ] as const,
  ),
  [
    'a ladder that was never drilled',
    {},
    { watched: [{ kind: 'drill_overdue', about: 'medis', since: null }] },
    [{ kind: 'drill_overdue', about: 'medis', since: null, count: 1 }],
  ],
  [
    'a line that fails goes before all that can be seen, and an old drill after it',
    { operators: [offline] },
    {
      watched: [
        { kind: 'drill_overdue', about: 'medis', since: null },
        { kind: 'line_failing', about: null, since: seconds(9) },
      ],
    },
    [{ kind: 'line_failing' }, { kind: 'nobody_on_duty' }, { kind: 'drill_overdue' }],
  ],
]

t.test('what nobody may overlook', async (t) => {
  for (const [what, room, given, alarms] of cases) {
    const found = alarmsOf({ ...calm, ...room }, { ...rules, ...given }, now)
    t.equal(found.length, alarms.length, what)
    t.match(found, alarms, what)
  }
  const tried = new Set(cases.flatMap(([, , , alarms]) => alarms.map((alarm) => (alarm as { kind: string }).kind)))
  t.equal(tried.size, alarmKinds.length, 'every kind has its case')
})

t.test('danger is told before everything else', async (t) => {
  const bad = {
    operators: [],
    waiting: [waiting('umum', 999)],
    emergencies: [{ id: 'e', state: 'raised', since: seconds(99) }],
    lateRecoveries: [],
  }
  t.same(
    alarmsOf(bad, rules, now).map(({ kind }) => kind),
    ['emergency_unacknowledged', 'nobody_on_duty', 'wait_over_limit'],
  )
})
