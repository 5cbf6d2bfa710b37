import Fastify from 'fastify'
import type { Test } from 'tap'
import { createSealer } from '../../src/citizens/seal.ts'
import type { Database } from '../../src/platform/postgres.ts'
import { smsRoutes } from '../../src/sms/routes.ts'
import type { SmsHouse } from '../../src/sms/service.ts'
import { carrierOnly } from '../../src/telephony/guard.ts'
import { sign } from '../../src/telephony/signature.ts'
import { publicUrl, sharedDatabase, tokens } from '../conversations/support/house.ts'
import { shippedDangerWords } from '../support/danger-words.ts'
import { checkTwiml } from '../support/twiml-check.ts'

export const site: SmsHouse = {
  sealer: createSealer('a secret of the house, long enough'),
  language: 'ind',
  zone: 'Asia/Jakarta',
  line: '0751-000100',
  emergencyKey: '1',
  statusKey: '4',
  ticketKind: 'pengaduan',
  dangerWords: shippedDangerWords,
  twoWayText: false,
}

/** Milliseconds since 1970: when the texts of these tests come. */
export const begin = Date.parse('2026-11-21T08:00:00Z')
export const danger = /Keadaan bahaya\? Telepon 0751-000100, tekan 1\./

/** A database with the coordinator that owns what nobody else does. */
export async function textDatabase(t: Test) {
  const shared = await sharedDatabase(t)
  await shared.database.pool.query(
    `insert into agencies (id, name, is_coordinator) values ('kominfo', 'Dinas Kominfo', true)`,
  )
  return shared
}

/** The line as a carrier's texts reach it. */
export async function openLine(t: Test, database: Database, house: SmsHouse = site) {
  const app = Fastify()
  app.register(async (scope) => {
    await scope.register(carrierOnly, { tokens, publicUrl })
    await scope.register(smsRoutes, { database, house, clock: () => begin })
  })
  await app.ready()
  t.teardown(() => app.close())
  const post = async (url: string, form: Record<string, string>) => {
    const reply = await app.inject({
      method: 'POST',
      url,
      payload: new URLSearchParams(form).toString(),
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        'x-twilio-signature': sign(tokens[0] ?? '', publicUrl + url, form),
      },
    })
    return { code: reply.statusCode, body: reply.body }
  }
  let number = 0
  /** A text from a citizen; gives the document that answers it, held to the carrier's tables. */
  const text = async (Body: string, more: Record<string, string> = {}) => {
    number += 1
    const MessageSid = `SM${house.twoWayText}${house.language}${number}`
    const usual = { MessageSid, From: '+6281200000001', To: '+62751000100', Body }
    const { body } = await post('/twilio/sms', { ...usual, ...more })
    const problems = checkTwiml(body)
    if (problems.length > 0) throw new Error(problems.join('\n'))
    return body
  }
  return { app, post, text }
}

/** The ticket's number that an answer names. */
export const codeIn = (body: string): string => /\b([1-9]\d{7})\b/.exec(body)?.[1] ?? ''
