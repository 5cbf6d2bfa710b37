import { execFile } from 'node:child_process'
import { delimiter, dirname } from 'node:path'
import t from 'tap'
import project from '../../package.json' with { type: 'json' }

t.test('npm start and npm run demo leave no shell between npm and the hotline: a signal to npm ends it', async (t) => {
  for (const name of ['start', 'demo'] as const) {
    const script = project.scripts[name].replace('src/main.ts', '--print process.pid')
    const path = [dirname(process.execPath), process.env.PATH].join(delimiter)
    const said = Promise.withResolvers<string>()
    const shell = execFile('sh', ['-c', script], { env: { PATH: path } }, (error, printed) =>
      error ? said.reject(error) : said.resolve(printed.trim()),
    )
    t.equal(await said.promise, String(shell.pid), name)
  }
})
