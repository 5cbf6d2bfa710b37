/** Random steps of every kind, as they stand in YAML. */

import type { Tape } from './tape.ts'

export type Json = Readonly<Record<string, unknown>>
export type Making = Tape & {
  /** A step to lead to; mostly a later one. */
  readonly to: () => string
  /** A step for who was silent or met a failure; mostly a human. */
  readonly haven: () => string
}

/** Names by the type of their value; one step of every flow fills all of them. */
export const names = { text: ['t0', 't1'], number: ['u0'], yes_no: ['b0'] } as const
export const prompts: Readonly<Record<string, unknown>> = {
  p0: 'Satu.',
  p1: 'Nilainya {t0}, {t1:digits}, {u0:number}.',
  p2: { text: 'Dua.', sms: 'SMS dua {t0}.' },
  p3: { text: 'Rahasia {z0}.', sensitive: true },
  p4: 'Tempat {l0.name}.',
  tunggu: 'Tunggu.',
  sabar: 'Sabar.',
  posisi: 'Nomor {position}.',
  kira: '{minutes} menit.',
  maaf: 'Putus.',
  ulangi: 'Ulangi.',
  salah: 'Salah.',
  gangguan: 'Gangguan.',
  telepon: 'Teleponlah.',
  bahasa: 'Bahasa, tekan {key}.',
  salam: 'Darurat, tekan 1. Lain, tekan 2.',
  dah: 'Dah.',
  w0: { text: 'Jalan', words: ['jalanan', 'aspal'] },
  w1: { text: 'Lampu', words: ['terang'] },
  w2: { text: 'Air', words: ['ledeng'] },
}
const said = ['p0', 'p1', 'p2', 'p3', 'p4'] as const
const labels = ['w0', 'w1', 'w2'] as const

const words = ({ pick, once }: Tape): string | readonly string[] => (once(4) ? [pick(said), pick(said)] : pick(said))
const bound = (making: Making): Json => ({ at_most: { times: 1 + making.draw(2), finally: making.haven() } })

function misses(making: Making): Json {
  const { once, draw, haven } = making
  const miss = () => ({ times: draw(3), ...(once(3) ? { say: 'ulangi' } : {}), finally: haven() })
  return {
    ...(once(4) ? { no_input: miss() } : {}),
    ...(once(4) ? { no_match: miss() } : {}),
    ...(once(4) ? { speech: once(2) } : {}),
  }
}

function options(making: Making, keys: readonly string[]): Json {
  const { once, pick, draw, to } = making
  const chosen = keys.slice(0, 1 + draw(keys.length))
  return Object.fromEntries(
    chosen.map((key, index) => {
      const more = {
        ...(once(3) ? { set: { [pick(names.text)]: pick(['jalan', 'air']) } } : {}),
        ...(once(3) && index < labels.length ? { label: labels[index] } : {}),
        ...(once(6) ? { language: pick(['ind', 'eng']) } : {}),
      }
      return [key, Object.keys(more).length === 0 ? to() : { go: to(), ...more }]
    }),
  )
}

/** An expression of the type, a few levels deep. */
export function formula(tape: Tape, type: keyof typeof names, depth = 2): string {
  const { pick, once, draw } = tape
  const deeper = (of: keyof typeof names): string => formula(tape, of, depth - 1)
  if (type === 'text') return pick(["'jalan'", ...names.text, 'caller.language', 'channel', 'now.weekday'])
  if (type === 'number') {
    if (depth > 0 && once(4)) return `${deeper('number')} ${pick(['+', '-'])} ${deeper('number')}`
    return pick(['0', '7', ...names.number, 'now.hour', 'length(t0)', 'number(t1)', 'queue.umum.waiting'])
  }
  if (depth > 0) {
    if (once(5)) return `not (${deeper('yes_no')})`
    if (once(3)) return `(${deeper('yes_no')}) ${pick(['and', 'or'])} (${deeper('yes_no')})`
    if (once(4)) return `${deeper('text')} ${pick(['==', '!='])} ${deeper('text')}`
    if (once(4)) return `${deeper('number')} ${pick(['<', '<=', '>', '>=', '==', '!='])} ${deeper('number')}`
    if (once(4)) return `${deeper('text')} in [${Array.from({ length: 1 + draw(2) }, () => "'air'").join(', ')}]`
  }
  return pick([
    ...names.yes_no,
    'open.kantor',
    'caller.withheld',
    'caller.can_be_texted',
    'incident',
    'filled(t0)',
    'queue.umum.staffed',
  ])
}

function condition(making: Making): unknown {
  const { pick, once } = making
  if (once(2)) return formula(making, 'yes_no')
  return pick<Json>([
    { open: 'kantor' },
    { set: pick(names.text) },
    { equals: { variable: pick(names.text), value: 'jalan' } },
    { staffed: once(2) },
    { withheld: once(2) },
    { can_be_texted: once(2) },
  ])
}

function ask(making: Making): Json {
  const { pick, once, draw, to } = making
  const shared = { ask: words(making), ...misses(making) }
  const star = once(3) ? { options: { '*': to() } } : {}
  const secret = once(3) ? { save: 'z0', sensitive: true } : null
  switch (draw(6)) {
    case 0:
      return {
        ...shared,
        kind: 'digits',
        length: { min: 1, max: 1 + draw(8) },
        ...(secret ?? { save: pick(names.text) }),
        ...star,
        next: to(),
      }
    case 1:
      return {
        ...shared,
        kind: 'number',
        ...(once(2) ? { range: { min: 1, max: 99 } } : {}),
        save: 'u0',
        ...star,
        next: to(),
      }
    case 2:
      return { ...shared, kind: 'phone', save: 'z0', next: to() }
    case 3:
      return {
        ...shared,
        kind: 'yes_no',
        ...(once(2) ? { save: 'b0', next: to() } : { exits: { yes: to(), no: to() } }),
      }
    case 4:
      return {
        ...shared,
        kind: 'speech',
        ...(secret ?? { save: pick(names.text) }),
        options: options(making, ['1', '2', '*']),
        next: to(),
      }
    default:
      return {
        ask: words(making),
        kind: 'recording',
        save: 'r0',
        max_seconds: 30,
        next: to(),
        ...(once(4) ? { no_input: { times: 1, finally: making.haven() } } : {}),
      }
  }
}

const lookupInputs: Readonly<Record<string, Json>> = {
  ticket: { code: 't0' },
  place: { text: 't1' },
  knowledge: { text: 't0' },
  incident: { topic: 't0' },
}

const makers: Readonly<Record<string, (making: Making) => Json>> = {
  say: (making) => ({ say: words(making), next: making.to() }),
  menu: (making) => ({ menu: words(making), options: options(making, ['1', '2', '3', '9', '#']), ...misses(making) }),
  ask,
  choose: (making) => ({
    choose: [
      ...Array.from({ length: making.draw(3) }, () => ({ when: condition(making), go: making.to() })),
      { else: making.to() },
    ],
  }),
  set: (making) => ({
    set: { [making.pick(names.text)]: formula(making, 'text'), u0: formula(making, 'number') },
    next: making.to(),
  }),
  call: (making) => ({
    call: 'bagian',
    with: { asal: formula(making, 'text') },
    ...(making.once(2) ? { take: { t0: 'hasil' } } : {}),
    exits: { ya: making.to(), tidak: making.to() },
  }),
  language: (making) => ({ language: 'bahasa', options: { 1: 'ind', 2: 'eng' }, next: making.to(), ...misses(making) }),
  hours: (making) => ({ hours: 'kantor', exits: { open: making.to(), closed: making.to() } }),
  ticket: (making) => ({
    ticket: 'pengaduan',
    from: { description: 't0', ...(making.once(2) ? { description_recording: 'r0' } : {}) },
    save: 't1',
    exits: { opened: making.to(), failed: making.haven() },
  }),
  lookup: (making) => {
    const lookup = making.pick(Object.keys(lookupInputs))
    const isPlace = lookup === 'place'
    return {
      lookup,
      input: lookupInputs[lookup],
      save: isPlace ? 'l0' : 'l1',
      ...(isPlace ? { default: { name: 'sana' } } : {}),
      exits: { found: making.to(), not_found: making.haven(), failed: making.haven() },
    }
  },
  queue: (making) => ({
    queue: 'umum',
    say: 'tunggu',
    position: 'posisi',
    expected: 'kira',
    meanwhile: ['sabar', 'tunggu'],
    returned: 'maaf',
    ...(making.once(2) ? { options: options(making, ['1', '9']) } : {}),
    exits: { answered: making.to(), left: making.to(), nobody: making.haven() },
    ...(making.once(4) ? { text: { say: 'telepon', go: making.to() } } : {}),
  }),
  emergency: (making) => ({
    emergency: 'umum',
    lane: 'darurat',
    say: 'tunggu',
    meanwhile: ['sabar'],
    unstaffed: ['tunggu'],
    returned: 'maaf',
    exits: { answered: making.to(), left: making.to() },
  }),
  handoff: (making) => ({ handoff: ['posko'], say: 'p0', exits: { answered: making.to(), failed: making.haven() } }),
  sms: (making) => ({ sms: 'p2', exits: { sent: making.to(), impossible: making.to() } }),
  callback: (making) => ({
    callback: 'umum',
    ...(making.once(3) ? { number: 't1' } : {}),
    exits: { granted: making.to(), refused: making.haven() },
  }),
  voicemail: (making) => ({
    voicemail: words(making),
    save: 'r0',
    next: making.to(),
    ...(making.once(3) ? { no_input: { times: 1, finally: making.to() } } : {}),
  }),
  end: (making) => ({ end: words(making) }),
}
export const kinds = Object.keys(makers)

/** One step. Those that may lead back are bound, so that circles end. */
export function node(making: Making, isBound: boolean): Json {
  const kind = making.pick(kinds)
  const made = makers[kind]?.(making) ?? {}
  return isBound ? { ...made, ...bound(making) } : made
}
