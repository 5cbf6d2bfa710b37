import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

type Json = { [key: string]: unknown }
type Media = { schema: { properties?: Record<string, Json> }; encoding?: Json }
type Answers = { content?: Record<string, Media> }
type Operation = { requestBody?: { content: Record<string, Media> }; responses: Record<string, Answers> }
export type Description = {
  components: { schemas: Record<string, Json> }
  paths: Record<string, Record<string, Operation>>
}

/** Where the official description stands: in a package of Twilio's own. */
const file = '@twilio-alpha/mcp/twilio-oai/spec/json/twilio_api_v2010.json'

/** The resources that our client asks for. */
const used = /\/(Calls|Conferences|Messages|Recordings|Participants)(\/\{\w+\})?\.json$/

/** What Twilio says when it refuses (www.twilio.com/docs/usage/twilios-response): the description knows successes only. */
const refusal = {
  description: 'Refused',
  content: {
    'application/json': {
      schema: {
        type: 'object',
        required: ['code', 'message', 'more_info', 'status'],
        properties: {
          code: { type: 'integer', minimum: 10_000, maximum: 99_999 },
          message: { type: 'string', minLength: 1 },
          more_info: { type: 'string', pattern: '^https://www\\.twilio\\.com/docs/errors/\\d{5}$' },
          status: { type: 'integer', minimum: 400, maximum: 599 },
        },
        additionalProperties: false,
      },
    },
  },
} as unknown as Answers

/**
 * Twilio's official description, narrowed to the resources in use. Changed only where it is silent or contradicts the
 * examples that stand in it: a list in a form is the field repeated (as Twilio's own package sends it); a page's addresses
 * are relative; a conference that has not ended has no reason for its end; refusals are described at all.
 */
export function officialDescription(): Description {
  const found = JSON.parse(
    readFileSync(fileURLToPath(new URL(`../../../node_modules/${file}`, import.meta.url)), 'utf8'),
  ) as Description
  const paths = Object.fromEntries(Object.entries(found.paths).filter(([path]) => used.test(path)))
  for (const operation of Object.values(paths).flatMap((operations) => Object.values(operations))) {
    const form = operation.requestBody?.content['application/x-www-form-urlencoded']
    if (form !== undefined) form.encoding = encodingOf(form)
    if (operation.responses === undefined) continue
    for (const answer of Object.values(operation.responses)) {
      for (const property of Object.values(answer.content?.['application/json']?.schema.properties ?? {})) {
        if (property.format === 'uri') property.format = 'uri-reference'
      }
    }
    operation.responses['4XX'] = refusal
  }
  const reason = found.components.schemas.conference_enum_reason_conference_ended
  if (reason !== undefined) Object.assign(reason, { nullable: true, enum: [...(reason.enum as string[]), null] })
  return { ...found, paths }
}

const encodingOf = ({ schema }: Media): Json =>
  Object.fromEntries(
    Object.entries(schema.properties ?? {})
      .filter(([, property]) => property.type === 'array')
      .map(([name]) => [name, { style: 'form', explode: true }]),
  )
