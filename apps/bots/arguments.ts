import { parseArgs } from 'node:util'
import type { Bot } from '@gridtick/client'
import { serverUrl } from '../rest-client/server-url.ts'

export type BotArguments = {
  readonly zoneId: string
  /** `http://HOST:PORT` */
  readonly url: string
  /** How many play what. */
  readonly roles: Readonly<Record<string, number>>
  /** Infinity: until somebody ends it. */
  readonly minutes: number
  readonly seed: number
  /** Decisions a second of each captain; undefined: as the bot has it. */
  readonly pace: number | undefined
  /** What the strategies are to do otherwise than their files say. */
  readonly settings: Readonly<Record<string, number>>
}

/** The arguments cannot be used; the message says which, and why, in one line. */
export class ArgumentError extends Error {
  override readonly name = 'ArgumentError'
}

const captainsMax = 1_000

const numbers = {
  minutes: { min: 0.01, max: 10_000, help: 'how long they play, once all have come; without it until Ctrl-C' },
  seed: { min: 0, max: 2 ** 31, help: 'of their whims (1)' },
  pace: { min: 0.1, max: 10, help: 'decisions a second of each captain (1); a server takes 20 messages a second' },
} as const

export function helpOf({ roles = {}, settings = {} }: Bot): string {
  return `Captains that play space-combat by themselves, over the public socket, seeing only what a player sees.

  npm run bots -- --zone ID [options]

${line('--zone ID', 'the region to play in')}
${line('--url URL', 'the server (http://127.0.0.1:8787)')}
${Object.entries(roles)
  .map(([role, { does }]) => line(`--${role} N`, `captains that ${does}`))
  .join('\n')}
${Object.entries(numbers)
  .map(([name, { help }]) => line(`--${name} N`, help))
  .join('\n')}
${line('--set KIND.NAME=N', 'a threshold of a kind of captain; may be given again')}
${line('--help', 'this text')}

Thresholds, each explained in modules/space-combat/bot/:
${Object.keys(roles)
  .map((role) => line(role, thresholdList(role, settings)))
  .join('\n')}

Each captain is a guest of its own. A server lets in so many guests a minute from one address, and so many sockets: who
has to wait does, and is said so. When the server goes away they reconnect, and go on. Who loses the ship leaves, and
somebody new comes. Ctrl-C ends it with a table of what happened. Any module is played by: npm run grid -- loadtest --help

  npm run bots -- --zone 0199… --trader 10 --pirate 5 --toll-keeper 3 --coward 5
  npm run bots -- --zone 0199… --trader 40 --minutes 5 --pace 4
  npm run bots -- --zone 0199… --pirate 8 --set pirate.boldness=1 --seed 7`
}

function line(option: string, text: string): string {
  return `  ${option.padEnd(20)} ${text}`
}

function thresholdList(role: string, settings: Readonly<Record<string, number>>): string {
  const prefix = `${role}.`
  const own = Object.entries(settings).filter(([name]) => name.startsWith(prefix))
  return own.map(([name, value]) => `${name.slice(prefix.length)}=${value}`).join(' ')
}

/** Reads the command line for this bot; `help` if that was asked for. Throws an ArgumentError. */
export function readArguments(args: readonly string[], bot: Bot): BotArguments | 'help' {
  const values = parse(args, Object.keys(bot.roles ?? {}))
  if (values.help === true) return 'help'
  const zoneId = values.zone
  if (zoneId === undefined || zoneId === '')
    throw new ArgumentError(
      '--zone is missing: the id of a region. npm run grid -- zones create space-combat makes one.',
    )
  const roles = readRoles(values, bot)
  const total = Object.values(roles).reduce((sum, count) => sum + count, 0)
  if (total === 0) throw new ArgumentError('There are no captains. Say how many, for example --trader 10 --pirate 5.')
  if (total > captainsMax) throw new ArgumentError(`${total} captains are too many; ${captainsMax} are the most.`)
  return {
    zoneId,
    url: readUrl(String(values.url)),
    roles,
    minutes: values.minutes === undefined ? Number.POSITIVE_INFINITY : number('minutes', values.minutes),
    seed: wholeNumber('seed', values.seed, numbers.seed),
    pace: values.pace === undefined ? undefined : number('pace', values.pace),
    settings: readSettings(values.set, bot),
  }
}

const text = { type: 'string' } as const

const options = {
  zone: text,
  url: { ...text, default: 'http://127.0.0.1:8787' },
  minutes: text,
  seed: { ...text, default: '1' },
  pace: text,
  set: { ...text, multiple: true },
  help: { type: 'boolean' },
} as const

function parse(args: readonly string[], roles: readonly string[]) {
  try {
    const roleOptions = Object.fromEntries(roles.map((role) => [role, text]))
    const all = { ...roleOptions, ...options }
    const { values } = parseArgs({ args: [...args], options: all, strict: true, allowPositionals: false })
    const ofRoles: Readonly<Record<string, unknown>> = values
    return { ...values, ofRoles }
  } catch (error) {
    // The first sentence says what is wrong; the others tell of ways to escape it.
    const [what = ''] = (error as Error).message.split(/\. |\.?\n/)
    throw new ArgumentError(`${what}.`)
  }
}

function readRoles({ ofRoles }: { readonly ofRoles: Readonly<Record<string, unknown>> }, { roles = {} }: Bot) {
  const given = Object.keys(roles).map((role) => {
    const count = ofRoles[role]
    return [role, count === undefined ? 0 : wholeNumber(role, String(count), { min: 0, max: captainsMax })] as const
  })
  return Object.fromEntries(given.filter(([, count]) => count > 0))
}

function readUrl(given: string): string {
  const url = serverUrl(given)
  if (url !== undefined) return url
  throw new ArgumentError(`--url must be http://HOST:PORT, followed by a path if a proxy has one, not "${given}".`)
}

function number(name: keyof typeof numbers, given: string): number {
  const { min, max } = numbers[name]
  const value = given.trim() === '' ? Number.NaN : Number(given)
  if (value >= min && value <= max) return value
  throw new ArgumentError(`--${name} is a number from ${min} to ${max}, not "${given}".`)
}

function wholeNumber(name: string, given: string, { min, max }: { min: number; max: number }): number {
  const value = given.trim() === '' ? Number.NaN : Number(given)
  if (Number.isInteger(value) && value >= min && value <= max) return value
  throw new ArgumentError(`--${name} is a whole number from ${min} to ${max}, not "${given}".`)
}

function readSettings(given: readonly string[] = [], { settings = {} }: Bot): Record<string, number> {
  return Object.fromEntries(
    given.map((setting) => {
      const [, name = '', text = ''] = /^([a-z-]+\.\w+)=(.+)$/.exec(setting) ?? []
      const value = Number(text)
      if (text === '' || !Number.isFinite(value))
        throw new ArgumentError(`--set is KIND.NAME=NUMBER, for example pirate.boldness=1, not "${setting}".`)
      if (!Object.hasOwn(settings, name))
        throw new ArgumentError(`--set: there is no threshold "${name}". --help lists them.`)
      return [name, value]
    }),
  )
}
