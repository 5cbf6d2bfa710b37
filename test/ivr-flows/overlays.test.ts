import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { problemText } from '../../src/flow/flow.ts'
import { loadSite } from '../../src/site.ts'

const shipped = new URL('../../ivr-flows', import.meta.url).pathname
const examples = join(shipped, 'overlays/contoh')
const names = (await readdir(examples)).filter((name) => name.endsWith('.yaml.example'))

t.test('the shipped site has no temporary change, and examples of the usual ones', async (t) => {
  const loaded = await loadSite(shipped)
  t.match(loaded, { outcome: 'site', site: { overlays: [] } })
  t.same(names.sort(), ['banjir.yaml.example', 'gangguan.yaml.example', 'lebaran.yaml.example'])
})

for (const name of names) {
  t.test(`${name} can be copied as it is`, async (t) => {
    const folder = await mkdtemp(join(tmpdir(), 'sahut-overlays-'))
    t.teardown(() => rm(folder, { recursive: true, force: true }))
    await cp(shipped, folder, { recursive: true })
    const id = name.replace('.yaml.example', '')
    await writeFile(join(folder, `overlays/${id}.yaml`), await readFile(join(examples, name), 'utf8'))
    const loaded = await loadSite(folder, Date.parse('2027-01-01T00:00:00Z'))
    t.same(loaded.outcome === 'problems' ? loaded.problems.map(problemText) : [], [])
    if (loaded.outcome === 'site') t.match(loaded.site.overlays, [{ id }])
  })
}
