import type { Chance } from './chance.ts'
import type { Doing } from './document.ts'

/** What somebody does when a document listens, and after how many seconds. */
export type Act =
  | { readonly act: 'press'; readonly keys: string; readonly after: number }
  | { readonly act: 'silence'; readonly after: number }
  | { readonly act: 'speak'; readonly seconds: number; readonly after: number }
  | { readonly act: 'hang up'; readonly after: number }

/** How a phone that we ring behaves. */
export type Pickup = 'answers' | 'busy' | 'no-answer' | 'failed' | 'refused by the carrier'

export type Person = {
  /** `turn`: how many documents this leg has heard before. */
  acts(doing: Extract<Doing, { does: 'gather' | 'record' }>, turn: number): Act
  /** In a conversation: leaves it so, after so many seconds. */
  leaves(doing: Extract<Doing, { does: 'join' }>, times: number): { how: 'hang up' | 'star' | 'stays'; after: number }
}

const seconds = (chance: Chance, name: string, least: number, most: number) =>
  least + chance.below(`${name} seconds`, most - least + 1)

type Plan = 'darurat' | 'petugas' | 'pengaduan' | 'status' | 'jam' | 'acak'

const keysOf = (plan: Plan, chance: Chance, code: string): readonly string[] => {
  const key = (name: string, most: number) => String(1 + chance.below(`key ${name}`, most))
  switch (plan) {
    case 'darurat':
      return ['1']
    case 'petugas':
      return ['3']
    case 'pengaduan':
      return ['2', key('topic', 4), key('where', 4), key('district', 3)]
    case 'status':
      return ['4', code, key('after', 9)]
    case 'jam':
      return ['5', key('after', 4), '3']
    case 'acak':
      return Array.from({ length: 6 }, (_, index) => key(`${index}`, 9))
  }
}

/** Documents after which every caller has had enough. */
const patience = 22

/** `code`: the ticket that this caller may ask for. */
export function citizen(chance: Chance, code: string): Person {
  const plan = chance.of<Plan>('plan', [
    [4, 'petugas'],
    [4, 'darurat'],
    [3, 'pengaduan'],
    [1, 'status'],
    [1, 'jam'],
    [1, 'acak'],
  ])
  const keys = [...keysOf(plan, chance, code)]
  return {
    acts: (doing, turn) => {
      const name = `citizen ${turn}`
      const after = seconds(chance, name, 1, 4)
      const isHold = doing.does === 'gather' && !doing.otherwise.includes('silence=1')
      if (turn >= patience || chance.is(`${name} leaves`, isHold ? 0.08 : 0.05)) return { act: 'hang up', after }
      if (doing.does === 'record') {
        if (chance.is(`${name} is mute`, 0.15)) return { act: 'silence', after: 6 }
        return { act: 'speak', seconds: seconds(chance, `${name} speaks`, 2, 20), after }
      }
      if (isHold) {
        if (!chance.is(`${name} tries a key`, 0.1)) return { act: 'silence', after: 10 }
        return {
          act: 'press',
          keys: chance.of(`${name} key`, [
            [2, '1'],
            [2, '9'],
            [1, '5'],
          ]),
          after,
        }
      }
      if (chance.is(`${name} is silent`, 0.1)) return { act: 'silence', after: 6 }
      if (chance.is(`${name} errs`, 0.06)) return { act: 'press', keys: '8', after }
      // A ticket's number is another one in each telling: it is pressed only where one is asked for.
      const wanted = keys.shift() ?? '9'
      return { act: 'press', keys: wanted.length > doing.digits ? '9' : wanted, after }
    },
    leaves: (_doing, times) => ({ how: 'hang up', after: seconds(chance, `citizen talks ${times}`, 20, 50) }),
  }
}

/** An operator or a partner, on the leg of this name. */
export function answerer(
  chance: Chance,
  name: string,
): Person & { readonly pickup: Pickup; readonly ringSeconds: number } {
  const habit = chance.of(`${name} habit`, [
    [6, 'accepts'],
    [1, 'declines'],
    [1, 'voicemail'],
    [1, 'errs'],
    [1, 'hangs up'],
  ] as const)
  return {
    pickup: chance.of<Pickup>(`${name} pickup`, [
      [12, 'answers'],
      [2, 'busy'],
      [2, 'no-answer'],
      [1, 'failed'],
      [1, 'refused by the carrier'],
    ]),
    ringSeconds: seconds(chance, `${name} rings`, 1, 9),
    acts: (_doing, turn) => {
      const after = seconds(chance, `${name} ${turn}`, 1, 5)
      if (habit === 'voicemail') return { act: 'silence', after: 6 }
      if (habit === 'hangs up') return { act: 'hang up', after }
      if (habit === 'errs' && turn === 1) return { act: 'press', keys: '7', after }
      return { act: 'press', keys: habit === 'declines' ? '2' : '1', after }
    },
    leaves: ({ leavesOnStar }, times) => {
      const how = chance.of(`${name} leaves ${times}`, [
        [3, 'hang up'],
        [leavesOnStar ? 3 : 0, 'star'],
        [4, 'stays'],
      ] as const)
      return { how, after: seconds(chance, `${name} talks ${times}`, 3, 40) }
    },
  }
}
