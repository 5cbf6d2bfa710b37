/** The console's JSON interface as the browser sees it. */

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

/** Sends one request with the session's cookie and reads the JSON answer. Throws ApiProblem. */
export async function request<Answer>(
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  path: string,
  body?: unknown,
): Promise<Answer> {
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
  return (response.status === 204 ? undefined : await response.json()) as Answer
}
