import { isObject, suggestName } from 'gridtick/internal'
import { defaultLimits, type LimitName } from './limits.ts'

/** Where 0 is a bound that makes sense: none of them, or at once. */
const mayBeZero: ReadonlySet<string> = new Set<LimitName>([
  'accountsMax',
  'bodyDrainBytesMax',
  'faultLogMs',
  'idleLingerMs',
  'integrityCheckBytesMax',
  'intentWaitMs',
  'intentWaitersMax',
  'logLinesPerTickMax',
  'passwordHashesWaitingMax',
  'presenceGraceMs',
  'recordedChangesMax',
  'sightCellsMax',
  'unknownProxiesMax',
])

/** A timer of Node that is longer rings at once. */
const timerMsMax = 2_147_483_647

/** What is wrong with limits that somebody wrote, each in words that begin behind the name of what holds them. */
export function wrongLimits(given: unknown): readonly string[] {
  if (!isObject(given)) return ['must be an object, for example { "writesPerMinute": 120 }.']
  return Object.entries(given).flatMap(([name, value]) => wrongLimit(name, value))
}

function wrongLimit(name: string, value: unknown): readonly string[] {
  if (!Object.hasOwn(defaultLimits, name))
    return [`has no limit called "${name}".${suggestName(name, Object.keys(defaultLimits))}`]
  const min = mayBeZero.has(name) ? 0 : 1
  const max = name.endsWith('Ms') ? timerMsMax : Number.MAX_SAFE_INTEGER
  if (Number.isSafeInteger(value) && Number(value) >= min && Number(value) <= max) return []
  if (Number(value) > max) return [`"${name}" must be a whole number of at most ${max}.`]
  return [`"${name}" must be a whole number of at least ${min}.`]
}
