import type { PlayerId, Position } from 'gridtick'
import { badResult, type ModuleFault, thrownBy } from '../module/module-fault.ts'
import { BadSightError, type SeesCellRequest, seesCell } from '../view/sees-cell.ts'
import type { Engine } from '../zone/engine.ts'
import type { Zone } from '../zone/zone.ts'

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
    return error instanceof BadSightError ? badResult('seesCell', '', error.message) : thrownBy('seesCell', error)
  }
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
