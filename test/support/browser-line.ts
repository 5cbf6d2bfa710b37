/** What a house needs so that operators talk in their browsers, over the carrier of a test. */

const key = { sid: `SK${'6'.repeat(32)}`, secret: 'a-secret-of-the-key-long-enough' }

/** For the carrier. */
export const browserKeys = { apiKeys: { [key.sid]: key.secret } }

/** For the house. */
export const browserLineAt = (simulatorUrl: string) => ({
  apiKey: key,
  applicationSid: `AP${'7'.repeat(32)}`,
  simulatorUrl,
})
