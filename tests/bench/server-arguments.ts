import { parseArgs } from 'node:util'

/** What `bench:server` was asked for. */
export type ServerArguments = {
  readonly port: number
  readonly zones: number
  readonly entities: number
  readonly width: number
  readonly height: number
  readonly sight: number
  readonly hz: number
  readonly sync: 'full' | 'normal'
  readonly database: string | undefined
  readonly liftsRates: boolean
}

/** The arguments cannot be used; the message says which, and why. */
export class ArgumentError extends Error {
  override readonly name = 'ArgumentError'
}

const numbers = {
  port: { default: 8_799, min: 0, max: 65_535, help: 'where it listens on 127.0.0.1; 0 picks a free one' },
  zones: { default: 1, min: 1, max: 10_000, help: 'zones that are made' },
  entities: { default: 1_000, min: 0, max: 100_000, help: 'free-roaming entities of each zone' },
  width: { default: 256, min: 1, max: 65_536, help: 'cells' },
  height: { default: 256, min: 1, max: 65_536, help: 'cells' },
  sight: { default: 24, min: 0, max: 65_536, help: 'cells that a player sees in each direction' },
  hz: { default: 10, min: 0.1, max: 100, help: 'ticks a second' },
} as const

export const serverHelp = `A server to measure with: the module "crowd", whose players join by subscribing and send the intent
move {dx, dy} (each -1, 0 or 1).

  npm run bench:server -- [options]

${Object.entries(numbers)
  .map(([name, { default: value, min, max, help }]) => line(`--${name} N`, `${help} (${min} to ${max}; ${value})`))
  .join('\n')}
${line('--sync full|normal', 'what a commit survives: a loss of power, or the end of the process (full)')}
${line('--database PATH', 'kept at the end (a new one in a temporary folder, removed at the end)')}
${line('--lift-rates', 'clients may send more than a normal one may')}
${line('--help', 'this text')}

Standard output has one line when it is ready, then one every 5 s: times in ms a tick, of all zones; framesPerSec and
kbPerSec (1,000 bytes) count every message sent; loopDelayP99Ms is how late a timer of the event loop is; view is what
getPlayerState and its check take, encodeSend all else up to the return of the socket's send.

Lifted are the limits for guests, handshakes, sockets, reads and writes per minute, and for the size of a zone. What one
client may send (messagesPerSecond, bytesPerSecond, intents that wait) is lifted by --lift-rates only.

SIGTERM or SIGINT stops it.`

function line(option: string, help: string): string {
  return `  ${option.padEnd(20)} ${help}`
}

/** Reads the command line; `help` if that was asked for. Throws an ArgumentError. */
export function readServerArguments(args: readonly string[]): ServerArguments | 'help' {
  const values = parse(args)
  if (values.help === true) return 'help'
  const sync = values.sync
  if (sync !== 'full' && sync !== 'normal') throw new ArgumentError(`--sync is full or normal, not "${sync}".`)
  return {
    port: integer('port', values.port),
    zones: integer('zones', values.zones),
    entities: integer('entities', values.entities),
    width: integer('width', values.width),
    height: integer('height', values.height),
    sight: integer('sight', values.sight),
    hz: number('hz', values.hz),
    sync,
    database: values.database,
    liftsRates: values['lift-rates'],
  }
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options, strict: true, allowPositionals: false }).values
  } catch (error) {
    throw new ArgumentError((error as Error).message)
  }
}

const text = (value: number) => ({ type: 'string', default: String(value) }) as const

const options = {
  port: text(numbers.port.default),
  zones: text(numbers.zones.default),
  entities: text(numbers.entities.default),
  width: text(numbers.width.default),
  height: text(numbers.height.default),
  sight: text(numbers.sight.default),
  hz: text(numbers.hz.default),
  sync: { type: 'string', default: 'full' },
  database: { type: 'string' },
  'lift-rates': { type: 'boolean', default: false },
  help: { type: 'boolean' },
} as const

function number(name: keyof typeof numbers, given: string): number {
  const { min, max } = numbers[name]
  const value = given.trim() === '' ? Number.NaN : Number(given)
  if (value >= min && value <= max) return value
  throw new ArgumentError(`--${name} is a number from ${min} to ${max}, not "${given}".`)
}

function integer(name: keyof typeof numbers, given: string): number {
  const value = number(name, given)
  if (Number.isInteger(value)) return value
  throw new ArgumentError(`--${name} is a whole number, not "${given}".`)
}
