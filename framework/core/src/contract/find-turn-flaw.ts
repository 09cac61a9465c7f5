import { findCalendarFlaw } from '../calendar/find-calendar-flaw.ts'
import type { Calendar } from '../calendar/next-date.ts'
import { isObject } from '../kernel/json-value.ts'
import { suggestName } from '../kernel/suggest.ts'
import { type TurnSchedule, turns } from './turn-schedule.ts'

const secondMs = 1_000
const dayMs = 86_400_000

/** Of the opening of a turn to its end. */
const turnMsMin = secondMs
export const turnMsMax = 90 * dayMs

const remindersMax = 8
/** So many turns can be gone back. */
export const keepSnapshotsMax = 100

type Parts = { readonly [Key in keyof TurnSchedule]?: unknown }

/**
 * What is wrong with a schedule of turns, from the end of its path on; undefined: nothing. The first that is found: the
 * sentences say what to do.
 */
export function findTurnFlaw(schedule: object): string | undefined {
  for (const flaw of flawsOf(schedule as Parts)) return flaw
  return undefined
}

function* flawsOf(schedule: Parts): Generator<string> {
  const known = Object.keys(turns({ policy: 'strict' }))
  for (const key of Object.keys(schedule))
    if (!known.includes(key))
      yield `.${key}\` is not a part of a schedule of turns.${suggestName(key, known) || ' Remove it.'}`
  yield* flawsOfPolicy(schedule)
  yield* flawsOfDeadline(schedule.deadline)
  yield* flawsOfTimes(schedule)
  const { shows, afkAfter, keepSnapshots } = schedule
  if (!['nothing', 'count', 'who'].includes(String(shows))) yield ".shows` must be 'nothing', 'count' or 'who'."
  if (afkAfter !== null && !isWhole(afkAfter, 1, 1_000))
    yield '.afkAfter` must be a whole number of 1 to 1,000 turns, or null.'
  if (!isWhole(keepSnapshots, 0, keepSnapshotsMax))
    yield `.keepSnapshots\` must be a whole number of 0 to ${keepSnapshotsMax} turns.`
}

function* flawsOfPolicy({ policy, deadline, afkAfter, remindBeforeMs }: Parts): Generator<string> {
  switch (policy) {
    case 'strict':
      if (deadline !== null)
        yield ".deadline` must be left out under the policy 'strict', which waits for all. Take 'hybrid' for both."
      if (afkAfter !== null) yield ".afkAfter` must be left out under the policy 'strict': there no turn is missed."
      if (Array.isArray(remindBeforeMs) && remindBeforeMs.length > 0)
        yield ".remindBeforeMs` must be left out under the policy 'strict': there turns have no end."
      return
    case 'deadline':
    case 'hybrid':
      if (deadline === null || deadline === undefined)
        yield `.deadline\` is missing: the policy '${policy}' needs one, as { afterMs: 86_400_000 }.`
      return
    default:
      yield ".policy` must be 'strict' (waits for all), 'deadline' (resolves at the end alone) or 'hybrid' (whichever comes first)."
  }
}

function* flawsOfDeadline(deadline: unknown): Generator<string> {
  if (deadline === null) return
  if (isObject(deadline) && hasKeys(deadline, ['afterMs'])) {
    if (!isWhole(deadline.afterMs, turnMsMin, turnMsMax))
      yield '.deadline.afterMs` must be a whole number of ms, of a second (1_000) to 90 days (7_776_000_000).'
    return
  }
  if (!isObject(deadline) || !hasKeys(deadline, ['cron', 'timeZone'])) {
    yield ".deadline` must be { afterMs }, or { cron, timeZone } as { cron: '0 20 * * *', timeZone: 'Europe/Berlin' }."
    return
  }
  const flaw = findCalendarFlaw(deadline as Calendar, turnMsMax)
  if (flaw !== undefined) yield `.deadline${flaw}`
}

function* flawsOfTimes({ graceMs, minOpenMs, beatMs, remindBeforeMs }: Parts): Generator<string> {
  if (!isWhole(graceMs, 0, turnMsMax)) yield '.graceMs` must be a whole number of ms, of 0 to 90 days.'
  if (!isWhole(minOpenMs, 0, turnMsMax)) yield '.minOpenMs` must be a whole number of ms, of 0 to 90 days.'
  if (!isWhole(beatMs, 10, 60_000)) yield '.beatMs` must be a whole number of 10 to 60,000 ms.'
  const isReminders = Array.isArray(remindBeforeMs) && remindBeforeMs.length <= remindersMax
  if (!isReminders || !remindBeforeMs.every((ms) => isWhole(ms, turnMsMin, turnMsMax)))
    yield `.remindBeforeMs\` must be a list of at most ${remindersMax} whole numbers of ms, each of a second to 90 days.`
}

function hasKeys(value: object, keys: readonly string[]): boolean {
  const given = Object.keys(value)
  return given.length === keys.length && keys.every((key) => given.includes(key))
}

function isWhole(value: unknown, min: number, max: number): boolean {
  return Number.isSafeInteger(value) && Number(value) >= min && Number(value) <= max
}
