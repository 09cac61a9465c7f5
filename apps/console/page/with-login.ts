import { ApiError } from './api.ts'

/**
 * Does something with the login: asks for one where there is none, or where it is refused (401), and goes on. An answer may
 * come late: only the token that was refused ends, and one that was given since is tried instead of asking.
 */
export async function withLogin<Value>(options: {
  /** The token of the login there is. */
  readonly token: () => string | undefined
  /** Asks for one; `why` is told to the person. Rejects if none is given. */
  readonly logIn: (why?: string) => Promise<string>
  /** Ends the login, if this is still its token. */
  readonly end: (token: string) => void
  readonly work: (token: string) => Promise<Value>
}): Promise<Value> {
  const { token, logIn, end, work } = options
  const first = token() ?? (await logIn())
  try {
    return await work(first)
  } catch (error) {
    if (!(error instanceof ApiError) || error.status !== 401) throw error
    end(first)
    return work(token() ?? (await logIn('The login has expired.')))
  }
}
