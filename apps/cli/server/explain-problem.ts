import type { Credentials } from '../../rest-client/credentials.ts'
import { CommandError } from '../command-error.ts'
import { type ExitCode, exitCodes } from '../exit-codes.ts'

/** What a server answers instead of what was asked for (RFC 9457), as far as we need it. */
type Problem = {
  readonly code?: unknown
  readonly detail?: unknown
  readonly retryAfterMs?: unknown
  readonly errors?: unknown
}

/** One readable line of a refusal, and what to do. `path` is what was asked for. */
export function explainProblem(options: {
  readonly status: number
  readonly problem: Problem
  readonly path: string
  readonly credentials: Credentials
}): CommandError {
  const { status, problem, credentials } = options
  const code = typeof problem.code === 'string' ? problem.code : undefined
  const detail = typeof problem.detail === 'string' ? problem.detail : `The server answered ${status}.`
  const todo =
    status === 401
      ? whoToBe(credentials)
      : status === 403
        ? notAllowed(code, credentials)
        : status === 404
          ? whereToLook(options.path, detail)
          : later(problem.retryAfterMs)
  return new CommandError(exitCodeOf(status), [detail, ...fieldErrors(problem.errors)].join(' '), { todo, code })
}

function exitCodeOf(status: number): ExitCode {
  if (status === 401 || status === 403) return exitCodes.notAllowed
  return status === 404 ? exitCodes.notFound : exitCodes.failed
}

function whoToBe(credentials: Credentials): string {
  switch (credentials.kind) {
    case 'none':
      return 'Set DEBUG_USER and DEBUG_PASSWORD in .env as the server has them, or give --user and --password, or --token.'
    case 'token':
      return 'The token is not taken (any more): get a new one by a login, or use --user and --password.'
    case 'login':
      return `Check user "${credentials.username}" and its password: --user and --password, or DEBUG_USER and DEBUG_PASSWORD in .env, as the server has them.`
  }
}

function notAllowed(code: string | undefined, credentials: Credentials): string {
  if (code === 'not_a_member') return 'Give --full for everything, or --as PLAYER for what a member sees.'
  return credentials.kind === 'login'
    ? `"${credentials.username}" is not the debug user of this server.`
    : 'Log in as the debug user: DEBUG_USER and DEBUG_PASSWORD in .env, or --user and --password.'
}

function whereToLook(path: string, detail: string): string | undefined {
  if (/no module/i.test(detail)) return 'See /v1/modules for those that the server runs, and its setting MODULES.'
  if (/player/i.test(detail)) return 'See the members with: state ZONE --full'
  if (/route/i.test(detail)) return 'This server is of another version.'
  return path.startsWith('/v1/zones/') ? 'See those there are with: zones list' : undefined
}

function later(retryAfterMs: unknown): string | undefined {
  return typeof retryAfterMs === 'number' ? `Try again in ${Math.ceil(retryAfterMs / 1_000)} s.` : undefined
}

function fieldErrors(errors: unknown): string[] {
  if (!Array.isArray(errors)) return []
  return errors.map(
    (error: { pointer?: unknown; message?: unknown }) => `${error.pointer ?? ''}: ${error.message ?? ''}`,
  )
}
