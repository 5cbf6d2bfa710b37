/** The console's JSON interface as the browser sees it. Times are milliseconds since 1970 unless named otherwise. */

/** An answer that is not the one hoped for; `status` is HTTP's, 0 when there was no answer at all. */
export class ApiProblem extends Error {
  readonly status: number
  constructor(status: number, options?: ErrorOptions) {
    super(`The server answered ${status}`, options)
    this.status = status
  }
}

/** Sends one request with the session's cookie and reads the JSON answer. Throws ApiProblem. */
export async function request<Answer>(
  method: 'GET' | 'POST' | 'PUT' | 'DELETE',
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
    throw new ApiProblem(0, { cause })
  }
  if (!response.ok) throw new ApiProblem(response.status)
  return (response.status === 204 ? undefined : await response.json()) as Answer
}
