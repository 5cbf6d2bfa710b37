import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseXml } from '@rgrove/parse-xml'
import t from 'tap'
import { flowCli } from './flow-cli.ts'

t.test('the shipped flow fits a sheet of A4 in letters that can be read on paper', async (t) => {
  const file = join(t.testdir(), 'utama.svg')
  const { stderr } = await flowCli(t, 'flow', 'draw', '--out', file)
  t.equal(stderr, '', 'no advice to print it larger')
  const svg = await readFile(file, 'utf8')
  t.match(svg, '<svg width="297mm" height="210mm"')
  t.equal(parseXml(svg).root?.name, 'svg')
  for (const words of ['sapaan', 'DARURAT', 'antre_umum', 'Mohon tunggu.', 'garis tebal: menuju darurat'])
    t.match(svg, words)
})

t.test('counts of calls lie over the picture; a wrong file of counts is refused in words', async (t) => {
  const folder = t.testdir({
    'good.json': '{"calls":10,"nodes":{"sapaan":{"entered":10,"lost":4}},"edges":{"sapaan>darurat":3}}',
    'bad.json': '{"calls":-1,"nodes":{},"edges":{}}',
  })
  const { stdout } = await flowCli(t, 'flow', 'draw', '--mermaid', '--overlay', join(folder, 'good.json'))
  t.match(stdout, '10 masuk, 4 menutup (40 %)')
  t.match(stdout, '|"1, ×3"| n_darurat')
  t.match(await flowCli(t, 'flow', 'draw', '--overlay', join(folder, 'bad.json')), {
    isDone: false,
    stderr: /bad\.json calls: /,
  })
})

t.test('a flow that does not exist is refused, and the ones that do are named', async (t) => {
  t.match(await flowCli(t, 'flow', 'draw', '--flow', 'entah'), {
    isDone: false,
    stderr: /no flow "entah"; there is utama/,
  })
})
