import t from 'tap'
import { type Draft, draftOf } from '../../src/flow/draft.ts'
import type { Flow } from '../../src/flow/flow.ts'
import { checkDraft } from '../../src/flow/rules/table.ts'
import { parseSmall, surroundings } from './small-flow.ts'

const small = parseSmall()
if (small.outcome === 'problems') throw new Error('the small flow is broken')
const { flow } = small

/** The small flow with so many menus, one behind the other, each of which may also lead back. */
function longer(menus: number): Flow {
  const chain = Array.from({ length: menus }, (_, index) => {
    const next = index === menus - 1 ? 'antre' : `m${index + 1}`
    const options = { 1: next, 2: index === 0 ? 'antre' : `m${index - 1}` }
    const spec = { menu: 'salam', options, at_most: { times: 2, finally: 'antre' } }
    return [`m${index}`, { id: `m${index}`, kind: 'menu', spec }] as const
  })
  const sapaan = flow.nodes.sapaan
  const spec = { ...(sapaan?.spec as object), options: { 1: 'darurat', 2: 'm0', 3: 'sandi' } }
  return {
    ...flow,
    nodes: { ...flow.nodes, ...Object.fromEntries(chain), sapaan: { id: 'sapaan', kind: 'menu', spec } },
  }
}

/** How often the rules look where a step leads. */
function looks(of: Flow): number {
  let count = 0
  const draft = draftOf(of, (path) => {
    throw new Error(`broken at ${path.join('.')}`)
  })
  const ways = new Map(draft.ways)
  const counted: Draft['ways'] = Object.assign(Object.create(Map.prototype), {
    get: (id: string) => {
      count += 1
      return ways.get(id)
    },
  })
  checkDraft({ ...draft, ways: counted }, surroundings, ['ind'])
  return count
}

t.test('twice as many steps are twice as much work for the rules, not four times', async (t) => {
  const [few, many] = [looks(longer(100)), looks(longer(200))]
  t.ok(few > 100, `${few}`)
  t.ok(many < few * 2.2, `${few} and ${many}`)
})
