import { readNumber } from '../arguments/read-number.ts'
import { readObject } from '../arguments/read-object.ts'
import { wrongUsage } from '../command-error.ts'

/** The most that `--players` takes: beyond it one process measures itself. */
export const playersMax = 5_000

const minutesMax = 10_000

/** As they were typed. */
export type TypedOptions = {
  readonly players?: string | undefined
  readonly minutes?: string | undefined
  readonly seconds?: string | undefined
  readonly zones?: string | undefined
  readonly zone?: string | undefined
  readonly config?: string | undefined
  readonly everyMs?: string | undefined
  readonly pace?: string | undefined
  readonly mode?: 'delta' | 'full' | undefined
  readonly seed?: string | undefined
}

/** What is not typed has its default. Throws a CommandError that names the option. */
export function readOptions(typed: TypedOptions) {
  if (typed.minutes !== undefined && typed.seconds !== undefined)
    throw wrongUsage('--minutes and --seconds exclude each other.')
  const minutes = readDecimal('minutes', typed.minutes, { min: 0.01, max: minutesMax }) ?? 1
  return {
    players: readNumber('players', typed.players, { min: 1, max: playersMax }) ?? 20,
    seconds: readDecimal('seconds', typed.seconds, { min: 0.1, max: 60 * minutesMax }) ?? 60 * minutes,
    zones: readZones(typed),
    pace: readDecimal('pace', typed.pace, { min: 0.1, max: 10 }),
    mode: typed.mode ?? 'delta',
    seed: readNumber('seed', typed.seed, { min: 0, max: 2 ** 31 }) ?? 1,
  }
}

function readZones({ zone, zones, config, everyMs }: TypedOptions) {
  if (zone !== undefined && [zones, config, everyMs].some((typed) => typed !== undefined))
    throw wrongUsage('--zone is a zone that is there; --zones, --config and --every-ms are for new ones.')
  if (zone !== undefined) return { id: zone }
  const zoneConfig = readObject('config', config)
  const every = readNumber('every-ms', everyMs, { min: 10, max: 86_400_000 })
  return {
    count: readNumber('zones', zones, { min: 1, max: 1_000 }) ?? 1,
    ...(zoneConfig === undefined ? {} : { config: zoneConfig }),
    ...(every === undefined ? {} : { everyMs: every }),
  }
}

function readDecimal(
  option: string,
  text: string | undefined,
  { min, max }: { readonly min: number; readonly max: number },
): number | undefined {
  if (text === undefined) return undefined
  const value = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN
  if (value >= min && value <= max) return value
  throw wrongUsage(`--${option} is a number from ${min} to ${max}, not "${text}".`)
}
