import type { Credentials } from '../../rest-client/credentials.ts'
import { serverUrl } from '../../rest-client/server-url.ts'
import { CommandError, wrongUsage } from '../command-error.ts'
import { exitCodes } from '../exit-codes.ts'
import { isTerminal } from '../output/output.ts'
import { readSettings } from './read-settings.ts'

/** Options of every command that talks to a server. */
export const connectionArgs = {
  url: { type: 'string', valueHint: 'URL', description: 'the server, for example http://127.0.0.1:8787' },
  user: { type: 'string', valueHint: 'NAME', description: 'log in as this user' },
  password: { type: 'string', valueHint: 'TEXT', description: 'its password; asked for on a terminal' },
  token: { type: 'string', valueHint: 'TOKEN', description: 'who one is, instead of a login' },
} as const

export const jsonArg = { type: 'boolean', description: 'print JSON for programs' } as const

export type ConnectionArgs = {
  readonly url?: string | undefined
  readonly user?: string | undefined
  readonly password?: string | undefined
  readonly token?: string | undefined
}

export type ServerAddress = { readonly url: string; readonly credentials: Credentials }

/** What was typed comes before what stands in the settings. Asks for a password where one is missing. */
export async function readConnection(args: ConnectionArgs): Promise<ServerAddress> {
  const settings = readSettings()
  const url = readUrl(args.url, settings.PORT)
  return { url, credentials: await readCredentials(args, secretsFor(url, settings, process.env)) }
}

type Settings = Readonly<Record<string, string | undefined>>

/**
 * Of `.env`, whose secrets are those of the server on this machine, nothing is sent to another one. What somebody put into
 * the environment by hand is meant for the server that was named.
 */
export function secretsFor(url: string, settings: Settings, environment: Settings): Settings {
  const isThisMachine = /^(localhost|127(\.\d+){3}|\[::1\])$/.test(new URL(url).hostname)
  return isThisMachine ? settings : environment
}

function readUrl(given: string | undefined, port = '8787'): string {
  if (given === undefined && (!/^\d{1,5}$/.test(port) || Number(port) > 65_535))
    throw wrongUsage(
      `PORT must be a whole number from 0 to 65535, not "${port}".`,
      'Set it in the environment or in .env, for example PORT=8787, or name the server with --url.',
    )
  if (given === undefined && Number(port) === 0)
    throw wrongUsage(
      'PORT is 0: the server picked a free port, which is not known here.',
      'Name the address that it printed when it started: --url http://127.0.0.1:12345.',
    )
  const text = given ?? `http://127.0.0.1:${port}`
  const url = serverUrl(text)
  if (url !== undefined) return url
  throw wrongUsage(`--url must be http://HOST:PORT, followed by a path if a proxy has one, not "${text}".`)
}

async function readCredentials(args: ConnectionArgs, settings: Settings): Promise<Credentials> {
  if (args.user === undefined && args.password !== undefined) throw wrongUsage('--password needs --user, too.')
  if (args.user !== undefined && args.token !== undefined) throw wrongUsage('--user and --token exclude each other.')
  if (args.user !== undefined)
    return { kind: 'login', username: args.user, password: args.password ?? (await ask(args.user)) }
  if (args.token !== undefined) return { kind: 'token', token: args.token }
  const { DEBUG_USER: username, DEBUG_PASSWORD: password, GRIDTICK_TOKEN: token } = settings
  if (username !== undefined && password !== undefined) return { kind: 'login', username, password }
  return token === undefined ? { kind: 'none' } : { kind: 'token', token }
}

async function ask(user: string): Promise<string> {
  if (!isTerminal()) throw wrongUsage('--user needs --password, too.')
  const { password, isCancel } = await import('@clack/prompts')
  const answer = await password({ message: `Password of ${user}` })
  if (isCancel(answer)) throw new CommandError(exitCodes.interrupted, 'Interrupted.')
  return answer
}
