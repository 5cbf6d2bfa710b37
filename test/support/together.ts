/** Runs several test files in this one process, one after the other: most of them are over sooner than a process has started. */

import { resolve } from 'node:path'

for (const file of process.argv.slice(2)) await import(resolve(file))
