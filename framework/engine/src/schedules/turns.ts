import { AssertionError, type Schedule } from 'gridtick/internal'
import type { ScheduleKind } from '../ports/schedule.ts'

/** Waits for orders. The row of a zone has no place for a turn yet: so none is made, and it is said why. */
export const turns: ScheduleKind<Extract<Schedule, { kind: 'turns' }>> = {
  store(_declared, _wish, { moduleName }) {
    const message = `${moduleName} is played in turns, which this server cannot run yet.`
    return { misfit: { pointer: '/module', code: 'turns', message } }
  },
  owns: () => false,
  open() {
    throw new AssertionError('no zone with turns is stored')
  },
}
