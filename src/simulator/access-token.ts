import { decodeJwt, errors, jwtVerify } from 'jose'
import { type Static, Type } from 'typebox'
import { Value } from 'typebox/value'
import type { Account } from './account.ts'

const grantsSchema = Type.Object({
  grants: Type.Object({
    identity: Type.String({ pattern: '^\\w{1,120}$' }),
    voice: Type.Object({ outgoing: Type.Object({ application_sid: Type.String({ pattern: '^AP' }) }) }),
  }),
})

/** Whose browser a Voice access token names; null unless a key of this account has signed it and its time has not run out. */
export async function identityIn(account: Account, token: string): Promise<string | null> {
  try {
    const { iss = '' } = decodeJwt(token)
    const secret = account.apiKeys.get(iss)
    if (secret === undefined) return null
    const key = new TextEncoder().encode(secret)
    const { payload } = await jwtVerify(token, key, { algorithms: ['HS256'], issuer: iss, subject: account.sid })
    if (!Value.Check(grantsSchema, payload)) return null
    return (payload as Static<typeof grantsSchema>).grants.identity
  } catch (error) {
    if (error instanceof errors.JOSEError || error instanceof TypeError) return null
    throw error
  }
}
