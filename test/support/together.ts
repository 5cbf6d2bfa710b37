/** Runs several test files in this one process, one after the other: most of them are over sooner than a process has started. */

import { resolve } from 'node:path'

// The runner names its fixtures by the arguments that are left: eight files would be longer than a name may be.
const files = process.argv.splice(2)
const { default: t } = await import('tap')

// A whole test that has something to tear down ends as soon as it is idle: not between two files.
const idle = t.rawListeners('idle')
t.removeAllListeners('idle')
for (const file of files) await import(resolve(file))
for (const listener of idle) {
  t.on('idle', () => listener.call(t))
  listener.call(t)
}
