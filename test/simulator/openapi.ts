import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import Schema from 'typebox/schema'

type Json = { [key: string]: unknown }

/** Twilio's own description of its API, from a package of Twilio's. */
const description = JSON.parse(
  readFileSync(
    fileURLToPath(
      new URL('../../node_modules/@twilio-alpha/mcp/twilio-oai/spec/json/twilio_api_v2010.json', import.meta.url),
    ),
    'utf8',
  ),
) as {
  components: { schemas: Record<string, Json> }
  paths: Record<string, Record<string, { responses: Record<string, Json> }>>
}

const isJson = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)

/** OpenAPI 3.0 -> JSON Schema: references resolved, `nullable` as null, every described property required and none other allowed. */
function translate(schema: Json): Json {
  const reference = schema.$ref
  if (typeof reference === 'string')
    return translate(description.components.schemas[reference.split('/').at(-1) ?? ''] ?? {})
  const made: Json = {}
  for (const key of ['type', 'pattern', 'minLength', 'maxLength', 'enum'])
    if (schema[key] !== undefined) made[key] = schema[key]
  if (schema.format === 'date-time-rfc-2822')
    made.pattern = '^(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \\d{2} [A-Z][a-z]{2} \\d{4} \\d{2}:\\d{2}:\\d{2} \\+0000$'
  if (isJson(schema.items)) made.items = translate(schema.items)
  if (isJson(schema.properties)) {
    made.properties = Object.fromEntries(
      Object.entries(schema.properties).map(([name, one]) => [name, translate(one as Json)]),
    )
    made.required = Object.keys(schema.properties)
  }
  const optional = schema.nullable === true || schema.enum !== undefined || made.pattern !== undefined
  return optional ? { anyOf: [made, { type: 'null' }] } : made
}

/** What is wrong with a reply, by the description of the operation at this templated path; nothing when it conforms. */
export function wrongWith(
  method: 'get' | 'post',
  path: string,
  reply: { status: number; body: unknown },
): readonly string[] {
  const operation = description.paths[`/2010-04-01/Accounts/{AccountSid}${path}`]?.[method]
  const answer = operation?.responses[String(reply.status)]
  if (!isJson(answer)) return [`${method} ${path} has no answer ${reply.status}`]
  const media = isJson(answer.content) ? answer.content['application/json'] : undefined
  const schema = isJson(media) && isJson(media.schema) ? translate(media.schema) : {}
  const [fits, errors] = Schema.Compile(schema).Errors(reply.body)
  return fits ? [] : errors.map(({ instancePath, message }) => `${instancePath}: ${message}`)
}
