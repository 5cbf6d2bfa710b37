/** The console's JSON interface as the browser sees it: typed by its OpenAPI description (`endpoints.d.ts`). */

import type { EndpointByMethod } from './endpoints.d.ts'

type Problem = {
  readonly error?: string
  readonly details?: readonly string[]
  readonly retryAfterSeconds?: number
}

/** An answer that is not the one hoped for; `status` is HTTP's, 0 when there was no answer at all. `word` is stable, for translations. */
export class ApiProblem extends Error {
  readonly status: number
  readonly word: string
  readonly details: readonly string[]
  readonly retryAfterSeconds: number
  constructor(
    status: number,
    { error = '', details = [], retryAfterSeconds = 0 }: Problem = {},
    options?: ErrorOptions,
  ) {
    super(`The server answered ${status} ${error}`, options)
    this.status = status
    this.word = error
    this.details = details
    this.retryAfterSeconds = retryAfterSeconds
  }
}

const problemIn = (response: Response): Promise<Problem> => response.json().catch(() => ({}))

type Method = keyof EndpointByMethod
type Path<M extends Method> = keyof EndpointByMethod[M] & string
type Empty = Record<never, never>
/** A part all of which may be left out may itself be left out. */
type Sparing<Parts> = { [Name in keyof Parts as Empty extends Parts[Name] ? never : Name]: Parts[Name] } & {
  [Name in keyof Parts as Empty extends Parts[Name] ? Name : never]?: {
    [Key in keyof Parts[Name]]: Parts[Name][Key] | undefined
  }
}
type Given<Endpoint> = Endpoint extends { readonly parameters: infer Parts } ? Sparing<Parts> : never
/** What an endpoint answers when all goes well. */
type Reply<Endpoint> = Endpoint extends { readonly responses: infer Responses } ? Responses[keyof Responses] : never

/** What an endpoint answers with: `Answer<'get', '/api/calls/{callSid}'>`. */
export type Answer<M extends Method, P extends Path<M>> = Reply<EndpointByMethod[M][P]>
/** What it takes as its body. */
export type Body<M extends Method, P extends Path<M>> =
  Given<EndpointByMethod[M][P]> extends { readonly body: infer Taken } ? Taken : never

type Loose = {
  readonly path?: Readonly<Record<string, string>>
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>
  readonly body?: unknown
}
/** Nothing, where an endpoint takes nothing or everything that it takes may be left out. */
type Parameters<Endpoint> = [Given<Endpoint>] extends [never]
  ? readonly []
  : Empty extends Given<Endpoint>
    ? readonly [given?: Given<Endpoint>]
    : readonly [given: Given<Endpoint>]

/** Where an endpoint is, with what it was given in its path and its query; what is undefined is left out. */
export function addressOf(path: string, { path: names = {}, query = {} }: Loose): string {
  const place = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(names[name] ?? ''))
  const asked = Object.entries(query).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]]))
  return asked.length === 0 ? place : `${place}?${new URLSearchParams(asked)}`
}

/** Asks an endpoint. Throws ApiProblem. */
export function ask<M extends Method, P extends Path<M>>(
  method: M,
  path: P,
  ...given: Parameters<EndpointByMethod[M][P]>
): Promise<Answer<M, P>> {
  const [loose = {}] = given as readonly [Loose?]
  return request(method.toUpperCase() as Uppercase<M>, addressOf(path, loose), loose.body)
}

/** Sends one request with the session's cookie and reads the JSON answer. Throws ApiProblem. */
export async function request<Told>(
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  path: string,
  body?: unknown,
): Promise<Told> {
  let response: Response
  try {
    response = await fetch(path, {
      method,
      headers: { accept: 'application/json', ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
  } catch (cause) {
    throw new ApiProblem(0, {}, { cause })
  }
  if (!response.ok) throw new ApiProblem(response.status, await problemIn(response))
  return (response.status === 204 ? undefined : await response.json()) as Told
}
