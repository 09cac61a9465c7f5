import { AssertionError, type Schedule } from 'gridtick/internal'
import type { ScheduleKind } from '../ports/schedule.ts'

/** Waits for orders. No step resolves a turn yet: so no zone is made that has one, and it is said why. */
export const turns: ScheduleKind<Extract<Schedule, { kind: 'turns' }>> = {
  store(_declared, _wish, { moduleName }) {
    const message = `${moduleName} is played in turns, which this server cannot run yet.`
    return { misfit: { pointer: '/module', code: 'turns', message } }
  },
  owns: ({ turnSchedule }) => turnSchedule !== null,
  open() {
    throw new AssertionError('no zone with turns is made')
  },
}
