import type { Schedule } from 'gridtick/internal'
import type { ScheduleKind } from '../ports/schedule.ts'
import { longUnitMs } from './long-unit.ts'

/** Steps in the next unit of time for what players ask and for wake times, and for nobody who only watches. */
export const onDemand: ScheduleKind<Extract<Schedule, { kind: 'onDemand' }>> = {
  store(_declared, wish, { moduleName }) {
    if (wish.everyMs === undefined) return { everyMs: 0, tickUnitMs: longUnitMs, turnSchedule: null }
    const message = `${moduleName} ticks on demand, and has no period. Leave everyMs out.`
    return { misfit: { pointer: '/everyMs', code: 'on_demand', message } }
  },
  owns: ({ everyMs }) => everyMs === 0,
  open: ({ everyMs, tickUnitMs }) => ({
    stepMs: tickUnitMs,
    told: { everyMs },
    isActive: ({ intents, otherInputs, isWakeDue }) => intents > 0 || otherInputs > 0 || isWakeDue,
    stepKind: () => 'beat',
  }),
}
