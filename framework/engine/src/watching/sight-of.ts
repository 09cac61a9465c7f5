import type { GameModule, PlayerId, Position } from 'gridtick'
import type { AnyZoneBase } from 'gridtick/internal'
import { aPromise } from '../kernel/a-promise.ts'
import type { RunningHook } from '../kernel/running-hook.ts'
import { badResult, type ModuleFault, thrownBy } from '../module/module-fault.ts'
import { returnedBy } from '../module/result-place.ts'
import type { Engine } from '../zone/engine.ts'
import type { Zone } from '../zone/zone.ts'

type SeesCellRequest = {
  readonly module: Pick<GameModule, 'name' | 'seesCell'>
  readonly base: AnyZoneBase
  readonly playerId: PlayerId
  readonly running: RunningHook
}

/**
 * Looks at cells as a player, one after the other; `note` is given those that are seen. It ends at the first on which the
 * module fails, and answers the fault: of those that are left none counts as seen.
 */
export function lookAtCells<Cell extends Position>(
  sight: SeesCellRequest,
  cells: Iterable<Cell>,
  note: (cell: Cell) => void,
): ModuleFault | undefined {
  try {
    for (const cell of cells) if (seesCell(sight, cell)) note(cell)
    return undefined
  } catch (error) {
    return thrownBy('seesCell', error)
  }
}

/** Asks the module whether a player sees a cell. Throws what it throws, and a ModuleFault for no answer. */
function seesCell({ module, base, playerId, running }: SeesCellRequest, { x, y }: Position): boolean {
  const call = { module: module.name, hook: 'seesCell', zoneId: base.zone.id, playerId }
  const answer: unknown = running.run(call, () => module.seesCell?.({ base, playerId, x, y }))
  if (running.isPromise(call, answer)) throw badResult(returnedBy('seesCell'), aPromise)
  if (typeof answer !== 'boolean') throw badResult(returnedBy('seesCell'), 'neither true nor false')
  return answer
}

/** Counts and logs that the module failed on what a player sees, or on what all of them do. */
export function reportSight(
  { telemetry, faultLog }: Engine,
  zone: Zone,
  fault: ModuleFault,
  playerId?: PlayerId,
): void {
  telemetry.viewFailed(zone.module.name)
  const where = { module: zone.module.name, zoneId: zone.id, tick: zone.committed.tick }
  faultLog.report(fault, playerId === undefined ? where : { ...where, playerId })
}
