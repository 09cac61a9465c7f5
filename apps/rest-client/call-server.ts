export type ServerCall = {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  /** As `/v1/zones`, with its query. */
  readonly path: string
  readonly body?: object | undefined
  readonly token?: string | undefined
  /** ms until it is given up. */
  readonly answerMsMax: number
}

/** Nobody answered. The message is for people, and says where and why. */
export class UnreachableError extends Error {
  override readonly name = 'UnreachableError'
}

/** Any answer of the server at `url` (`http://HOST:PORT`). Rejects with an UnreachableError where there is none. */
export async function callServer(url: string, call: ServerCall): Promise<Response> {
  const { method, path, body, token, answerMsMax } = call
  try {
    return await fetch(`${url}${path}`, {
      method,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      },
      body: body === undefined ? null : JSON.stringify(body),
      // A password goes to the server that was named, and nowhere else.
      redirect: 'error',
      signal: AbortSignal.timeout(answerMsMax),
    })
  } catch (error) {
    throw new UnreachableError(`No server answers at ${url} (${reasonOf(error)}).`, { cause: error })
  }
}

/** `fetch` tells the reason as the cause of its error, often by a code alone. */
function reasonOf(error: unknown): string {
  const { cause = error } = error as Error
  const { code, message } = cause as NodeJS.ErrnoException
  return typeof code === 'string' ? code : message
}
