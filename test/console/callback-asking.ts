/** What a citizen's wish to be called back about this call is made of, on a general line. */
export const callbackAsking = (callSid: string, citizenId: string | null, arrivedAt: number) =>
  ({ callSid, citizenId, number: null, lane: 'umum', language: 'ind', arrivedAt }) as const
