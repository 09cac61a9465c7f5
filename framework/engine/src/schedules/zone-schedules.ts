import { assert, type Schedule } from 'gridtick/internal'
import type { ScheduleKind, ScheduleMisfit, ScheduleWish, ZoneSchedule } from '../ports/schedule.ts'
import type { StoredSchedule } from '../ports/storage/stored-zone.ts'
import { interval } from './interval.ts'
import { onDemand } from './on-demand.ts'
import { turns } from './turns.ts'

/** All kinds of schedules, by the name under which a module declares one. */
const scheduleKinds: { readonly [Kind in Schedule['kind']]: ScheduleKind<Extract<Schedule, { kind: Kind }>> } = {
  interval,
  onDemand,
  turns,
}

/** What is stored of the schedule of a new zone, or why the wish does not fit. */
export function storeSchedule(
  module: { readonly name: string; readonly schedule: Schedule },
  wish: ScheduleWish,
  { promptMs }: { readonly promptMs: number },
): StoredSchedule | ScheduleMisfit {
  const kind = scheduleKinds[module.schedule.kind] as ScheduleKind<Schedule>
  return kind.store(module.schedule, wish, { moduleName: module.name, promptMs })
}

/** The schedule of a stored zone. */
export function openSchedule(stored: StoredSchedule): ZoneSchedule {
  const kind = Object.values(scheduleKinds).find(({ owns }) => owns(stored))
  assert(kind !== undefined, 'each stored schedule is of some kind')
  return kind.open(stored)
}
