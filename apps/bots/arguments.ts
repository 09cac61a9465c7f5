import { parseArgs } from 'node:util'
import { type StrategyName, strategies, strategyNames, type Thresholds } from './strategies/strategies.ts'

export type BotArguments = {
  readonly zoneId: string
  /** `http://HOST:PORT` */
  readonly url: string
  readonly captains: Readonly<Record<StrategyName, number>>
  /** Infinity: until somebody ends it. */
  readonly minutes: number
  readonly seed: number
  /** Decisions a second of each captain. */
  readonly pace: number
  /** What the strategies are to do otherwise than their files say. */
  readonly thresholds: Readonly<Record<StrategyName, Thresholds>>
}

/** The arguments cannot be used; the message says which, and why, in one line. */
export class ArgumentError extends Error {
  override readonly name = 'ArgumentError'
}

const captainsMax = 1_000

const strategyLines: Readonly<Record<StrategyName, string>> = {
  trader: 'find pairs of ports, buy and sell, pay small tolls, run from fights',
  pirate: 'hunt ships no stronger than their own, and collect what is left of them',
  'toll-keeper': 'station garrisons that take a toll, and collect what was paid',
  coward: 'pay everything, flee from everybody, trade a little',
}

const numbers = {
  minutes: { min: 0.01, max: 10_000, help: 'how long they play; without it until Ctrl-C' },
  seed: { min: 0, max: 2 ** 31, help: 'of their whims (1)' },
  pace: { min: 0.1, max: 10, help: 'decisions a second of each captain (1); a server takes 20 messages a second' },
} as const

export const help = `Captains that play space-combat by themselves, over the public socket, seeing only what a player sees.

  npm run bots -- --zone ID [options]

${line('--zone ID', 'the region to play in')}
${line('--url URL', 'the server (http://127.0.0.1:8787)')}
${strategyNames.map((name) => line(`--${name} N`, `captains that ${strategyLines[name]}`)).join('\n')}
${Object.entries(numbers)
  .map(([name, { help: text }]) => line(`--${name} N`, text))
  .join('\n')}
${line('--set KIND.NAME=N', 'a threshold of a kind of captain; may be given again')}
${line('--help', 'this text')}

Thresholds, each explained in apps/bots/strategies/:
${strategyNames.map((name) => line(name, thresholdList(name))).join('\n')}

Each captain is a guest of its own. A server lets in so many guests a minute from one address, and so many sockets: who
has to wait does, and is said so. When the server goes away they reconnect, and go on. Who loses the ship leaves, and
somebody new comes. Ctrl-C ends it with a table of what happened.

  npm run bots -- --zone 0199… --trader 10 --pirate 5 --toll-keeper 3 --coward 5
  npm run bots -- --zone 0199… --trader 40 --minutes 5 --pace 4
  npm run bots -- --zone 0199… --pirate 8 --set pirate.boldness=1 --seed 7`

function line(option: string, text: string): string {
  return `  ${option.padEnd(20)} ${text}`
}

function thresholdList(name: StrategyName): string {
  return Object.entries(strategies[name].thresholds)
    .map(([threshold, value]) => `${threshold}=${value}`)
    .join(' ')
}

/** Reads the command line; `help` if that was asked for. Throws an ArgumentError. */
export function readArguments(args: readonly string[]): BotArguments | 'help' {
  const values = parse(args)
  if (values.help === true) return 'help'
  const zoneId = values.zone
  if (zoneId === undefined || zoneId === '')
    throw new ArgumentError('--zone is missing: the id of a region. POST /v1/zones makes one.')
  const captains = mapStrategies((name) => wholeNumber(name, values[name] ?? '0', { min: 0, max: captainsMax }))
  const total = Object.values(captains).reduce((sum, count) => sum + count, 0)
  if (total === 0) throw new ArgumentError('There are no captains. Say how many, as --trader 10 --pirate 5.')
  if (total > captainsMax) throw new ArgumentError(`${total} captains are too many; ${captainsMax} are the most.`)
  return {
    zoneId,
    url: serverUrl(values.url),
    captains,
    minutes: values.minutes === undefined ? Number.POSITIVE_INFINITY : number('minutes', values.minutes),
    seed: wholeNumber('seed', values.seed, numbers.seed),
    pace: number('pace', values.pace),
    thresholds: readThresholds(values.set),
  }
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options, strict: true, allowPositionals: false }).values
  } catch (error) {
    // The first sentence says what is wrong; the others tell of ways to escape it.
    const [what = ''] = (error as Error).message.split(/\. |\.?\n/)
    throw new ArgumentError(`${what}.`)
  }
}

const text = { type: 'string' } as const

const options = {
  zone: text,
  url: { ...text, default: 'http://127.0.0.1:8787' },
  trader: text,
  pirate: text,
  'toll-keeper': text,
  coward: text,
  minutes: text,
  seed: { ...text, default: '1' },
  pace: { ...text, default: '1' },
  set: { ...text, multiple: true },
  help: { type: 'boolean' },
} as const

function serverUrl(given: string): string {
  const url = URL.canParse(given) ? new URL(given) : undefined
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return url.origin
  throw new ArgumentError(`--url is http://HOST:PORT, not "${given}".`)
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

function readThresholds(settings: readonly string[] = []): Record<StrategyName, Thresholds> {
  const given = settings.map(readSetting)
  return mapStrategies((name) =>
    Object.fromEntries(given.flatMap((one) => (one.strategy === name ? [[one.threshold, one.value]] : []))),
  )
}

function readSetting(setting: string) {
  const [, strategy = '', threshold = '', given = ''] = /^([a-z-]+)\.(\w+)=(.+)$/.exec(setting) ?? []
  const value = Number(given)
  if (given === '' || !Number.isFinite(value))
    throw new ArgumentError(`--set is KIND.NAME=NUMBER, as pirate.boldness=1, not "${setting}".`)
  if (!isStrategy(strategy) || !(threshold in strategies[strategy].thresholds))
    throw new ArgumentError(`--set: there is no threshold "${strategy}.${threshold}". --help lists them.`)
  return { strategy, threshold, value }
}

function isStrategy(name: string): name is StrategyName {
  return strategyNames.some((known) => known === name)
}

function mapStrategies<Value>(value: (name: StrategyName) => Value): Record<StrategyName, Value> {
  return Object.fromEntries(strategyNames.map((name) => [name, value(name)])) as Record<StrategyName, Value>
}
