import { nextOf, numberOf, type StudioWidget } from './document.ts'
import { saidBy } from './speak.ts'
import { absorbedBy, keyName, type Options, optionsOf, spokenTo, spokenWays, written } from './split.ts'
import { added, type Maker, type Workshop } from './workshop.ts'

const KEYS = 5

export const gather: Maker = (widget, shop, variables) => {
  const prompt = saidBy(widget, shop, variables)
  const timeout = nextOf(widget, 'timeout')
  const pressed = nextOf(widget, 'keypress')
  const spoken = nextOf(widget, 'speech')
  const anyway = [timeout, pressed, spoken].every((next) => next === pressed) && pressed !== null
  if (anyway && !isAskedFor(widget, shop)) return { node: { say: prompt, next: shop.node(pressed, added.end) } }
  const silent = timeout === null || timeout === widget.name ? {} : { no_input: missing(shop, timeout) }
  const seconds = numberOf(widget, 'timeout', 2, 15)
  const wait = { ...(seconds === null ? {} : { timeout_seconds: seconds }), ...silent }
  const keys = absorbedBy(widget, shop)
  const words = spokenTo(widget, shop)
  const ways = words === null ? null : spokenWays(words, shop)
  if (keys !== null) {
    const options = optionsOf(widget, keys, shop)
    if (spoken !== null && ways === null) shop.remark(widget, 'speech')
    const speech = ways === null ? {} : named(widget, options, ways, shop)
    return { node: { menu: prompt, options: written(options), ...speech, ...wait, ...elsewhere(keys, widget, shop) } }
  }
  if (words !== null && ways !== null && pressed === null && ways.size > 0 && ways.size <= KEYS) {
    return { node: spokenMenu(widget, prompt, words, ways, wait, shop) }
  }
  if (pressed === null && spoken !== null) {
    const save = shop.node(widget.name, 'kata')
    const star = { '*': added.queue }
    return { node: { ask: prompt, kind: 'speech', save, options: star, ...wait, next: shop.node(spoken, added.queue) } }
  }
  if (spoken !== null && spoken !== pressed) shop.remark(widget, 'speech')
  const digits = numberOf(widget, 'number_of_digits', 1, 20)
  if (digits === null) shop.remark(widget, 'unanswered')
  const length = { min: 1, max: digits ?? 20 }
  const save = shop.node(widget.name, 'angka')
  return { node: { ask: prompt, kind: 'digits', length, save, ...wait, next: shop.node(pressed, added.queue) } }
}

const missing = (shop: Workshop, to: string) => ({ times: 0, finally: shop.node(to, added.queue) })

function elsewhere(split: StudioWidget, gather: StudioWidget, shop: Workshop) {
  const other = nextOf(split, 'noMatch')
  return other === null || other === gather.name ? {} : { no_match: missing(shop, other) }
}

/** Somebody looks at what was heard here. */
function isAskedFor({ name }: StudioWidget, { flow }: Workshop): boolean {
  return JSON.stringify(flow.states).includes(`widgets.${name}.`)
}

/** Words go with the key that leads to the same place; words for a place without a key are remarked. */
function named(gather: StudioWidget, options: Options, ways: ReadonlyMap<string, readonly string[]>, shop: Workshop) {
  for (const [to, words] of ways) {
    const [key, option] = Object.entries(options).find(([, { go }]) => go === to) ?? []
    if (key === undefined || option === undefined) shop.remark(gather, 'words', { words: words.join(', '), to })
    else option.label = shop.prompt(keyName(gather, key, shop), words[0] ?? key, words)
  }
  return ways.size === 0 ? {} : { speech: true }
}

/** Only speech there: here every word gets a key beside it, and the key is said. */
function spokenMenu(
  widget: StudioWidget,
  prompt: string,
  split: StudioWidget,
  ways: ReadonlyMap<string, readonly string[]>,
  wait: object,
  shop: Workshop,
) {
  const choices = [...ways].map(([to, words], index) => ({ to, words, key: String(index + 1) }))
  const said = choices.map(({ words, key }) => shop.sentence('choice', { words: words[0] ?? key, key })).join(' ')
  const keys = shop.prompt(`${shop.ids.get(widget.name) ?? 'menu'}.tombol`, said)
  shop.remark(widget, 'keys', { keys: choices.map(({ words, key }) => `${key} = ${words.join(', ')}`).join('; ') })
  const options: Options = Object.fromEntries(
    choices.map(({ to, words, key }) => [
      key,
      { go: to, label: shop.prompt(keyName(widget, key, shop), words[0] ?? key, words) },
    ]),
  )
  return { menu: [prompt, keys], options: written(options), speech: true, ...wait, ...elsewhere(split, widget, shop) }
}

/** Splits that are part of a menu, and so no step of their own when nothing else leads to them. */
export function partsOfMenus(shop: Workshop): ReadonlySet<string> {
  const parts = shop.flow.states.flatMap((state) => [
    absorbedBy(state, shop)?.name ?? [],
    spokenTo(state, shop)?.name ?? [],
  ])
  return new Set(parts.flat())
}

/** True for a split that only looks at what this gather heard. */
export const belongsTo = (gather: StudioWidget, name: string, shop: Workshop): boolean =>
  absorbedBy(gather, shop)?.name === name || spokenTo(gather, shop)?.name === name
