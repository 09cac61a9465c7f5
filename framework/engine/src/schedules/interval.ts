import type { Schedule } from 'gridtick/internal'
import type { ScheduleKind } from '../ports/schedule.ts'
import { longUnitMs } from './long-unit.ts'

/**
 * Steps at whole multiples of a period, while somebody watches or something is to be done. In the midst of a long one it
 * steps promptly for joins, leaves and a wake time; a zone that has just failed waits for its beat.
 */
export const interval: ScheduleKind<Extract<Schedule, { kind: 'interval' }>> = {
  store(declared, wish, { promptMs }) {
    const { everyMs = declared.everyMs } = wish
    return { everyMs, tickUnitMs: everyMs > promptMs ? longUnitMs : everyMs, turnSchedule: null }
  },
  owns: ({ everyMs, turnSchedule }) => everyMs > 0 && turnSchedule === null,
  open({ everyMs, tickUnitMs }) {
    const periodOf = (at: number) => Math.floor(at / everyMs)
    return {
      stepMs: everyMs,
      told: { everyMs },
      isActive: ({ isWatched, intents, otherInputs, isWakeDue }) =>
        isWatched || intents > 0 || otherInputs > 0 || isWakeDue,
      stepKind(now, { lastBeatAt, hasFailed, otherInputs, isWakeDue }) {
        if (everyMs === tickUnitMs || periodOf(now) > periodOf(lastBeatAt)) return 'beat'
        return !hasFailed && (otherInputs > 0 || isWakeDue) ? 'prompt' : undefined
      },
    }
  },
}
