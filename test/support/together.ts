/** Runs several test files in this one process, one after the other: most of them are over sooner than a process has started. */

import { resolve } from 'node:path'

// The runner names its fixtures by the arguments that are left: eight files would be longer than a name may be.
const files = process.argv.splice(2)

for (const file of files) await import(resolve(file))
