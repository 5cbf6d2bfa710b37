/** What a caller in danger may hear while the ladder climbs. */

import type { Reader } from '../platform/postgres.ts'
import { selectCalling } from './calling-store.ts'

/** Who is being rung for this call now, as the site's files name them: `PSC 119, IGD RSUD`. Empty when nobody is. */
export const callingFor = async (reader: Reader, callSid: string): Promise<string> =>
  (await selectCalling(reader, callSid)).join(', ')
