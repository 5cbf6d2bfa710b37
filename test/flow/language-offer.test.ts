import t from 'tap'
import { problemText } from '../../src/flow/flow.ts'
import { parseFlow } from '../../src/flow/parse.ts'
import { smallFlow, smallPrompts, surroundings } from './small-flow.ts'

const flow = smallFlow
  .replace('languages: [ind]', 'languages: [ind, min]')
  .replace('start: sapaan', 'start: bahasa')
  .replace('nodes:\n', 'nodes:\n  bahasa: { language: tawaran, options: { 8: ind, 9: min }, next: sapaan }\n')

/** What is said of languages, when Minangkabau has these words. */
function told(minang: string): readonly string[] {
  const prompt = (language: string, text: string) => ({ language, source: { file: `prompts/${language}.yaml`, text } })
  const prompts = [prompt('ind', `${smallPrompts}tawaran: "Bahasa Indonesia, tekan {key}."\n`), prompt('min', minang)]
  const parsed = parseFlow({ flow: { file: 'kecil.yaml', text: flow }, prompts }, surroundings)
  const problems = parsed.outcome === 'problems' ? parsed.problems : []
  return problems.filter(({ rule }) => rule === 'languages-spoken').map(problemText)
}

t.test('a language is offered in its own words, or the offer is refused', async (t) => {
  t.match(told('salam: "Gawaik, takan 1."\n'), [
    /^kecil\.yaml:\d+ nodes\.bahasa\.options\.9: offers "min" by "tawaran", which has no words in that language/,
  ])
  t.same(told('tawaran: "Baso Minang, takan {key}."\n'), [])
})
