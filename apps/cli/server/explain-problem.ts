import { commandLine } from '../../installation/command-line.ts'
import type { Credentials } from '../../rest-client/credentials.ts'
import { CommandError, type WrongField } from '../command-error.ts'
import { type ExitCode, exitCodes } from '../exit-codes.ts'

/** What a server answers instead of what was asked for (RFC 9457), as far as we need it. */
type Problem = {
  readonly code?: unknown
  readonly detail?: unknown
  /** Told where waiting helps, with 429 and 503. */
  readonly retryAfterMs?: unknown
  readonly errors?: unknown
}

/** A refusal in readable lines, and what to do. `path` is what was asked for. */
export function explainProblem(options: {
  readonly status: number
  readonly problem: Problem
  readonly path: string
  readonly credentials: Credentials
}): CommandError {
  const { status, problem, credentials } = options
  const code = typeof problem.code === 'string' ? problem.code : undefined
  const detail = detailOf(problem, code) ?? `The server answered ${status}.`
  const todo =
    status === 401
      ? whoToBe(credentials)
      : status === 403
        ? notAllowed(code, credentials)
        : status === 404
          ? whereToLook(options.path, detail)
          : later(problem.retryAfterMs)
  const retryAfterMs = typeof problem.retryAfterMs === 'number' ? problem.retryAfterMs : undefined
  return new CommandError(exitCodeOf(status), detail, { fields: wrongFields(problem.errors), todo, code, retryAfterMs })
}

/** What the server says, but for the parameters that it names to those who are no member: here they are options. */
function detailOf({ detail }: Problem, code: string | undefined): string | undefined {
  if (typeof detail !== 'string') return undefined
  return code === 'not_a_member' ? detail.replace(/ Add \?.*$/s, '') : detail
}

function exitCodeOf(status: number): ExitCode {
  if (status === 401 || status === 403) return exitCodes.notAllowed
  return status === 404 ? exitCodes.notFound : exitCodes.failed
}

function whoToBe(credentials: Credentials): string {
  switch (credentials.kind) {
    case 'none':
      return 'Set DEBUG_USER and DEBUG_PASSWORD in .env to those of the server, or use --user and --password, or --token.'
    case 'token':
      return looksLikeToken(credentials.token)
        ? 'The server does not accept the token (any more). Log in to get a new one, or use --user and --password.'
        : 'The token (--token, or GRIDTICK_TOKEN) is not a token: a token is three long words with dots between them, which a login returns. Or use --user and --password.'
    case 'login':
      return `Check user "${credentials.username}" and its password: --user and --password, or DEBUG_USER and DEBUG_PASSWORD in .env. They must be those of the server.`
  }
}

/** Whether it is a JSON Web Token by its looks. */
function looksLikeToken(text: string): boolean {
  return /^[\w-]{8,}\.[\w-]{8,}\.[\w-]{8,}$/.test(text)
}

function notAllowed(code: string | undefined, credentials: Credentials): string {
  if (code === 'not_a_member') return 'Add --full to see everything, or --as PLAYER to see what a member sees.'
  return credentials.kind === 'login'
    ? `"${credentials.username}" is not the debug user of this server.`
    : 'Log in as the debug user: DEBUG_USER and DEBUG_PASSWORD in .env, or --user and --password.'
}

function whereToLook(path: string, detail: string): string | undefined {
  if (/route/i.test(detail)) return 'The server has another version than this program.'
  return path.startsWith('/v1/zones/') ? `List the zones with: ${commandLine('zones list')}` : undefined
}

function later(retryAfterMs: unknown): string | undefined {
  return typeof retryAfterMs === 'number' ? `Try again in ${Math.ceil(retryAfterMs / 1_000)} s.` : undefined
}

function wrongFields(errors: unknown): readonly WrongField[] {
  if (!Array.isArray(errors)) return []
  return errors.map((error: { pointer?: unknown; message?: unknown }) => ({
    place: String(error.pointer ?? ''),
    message: String(error.message ?? ''),
  }))
}
