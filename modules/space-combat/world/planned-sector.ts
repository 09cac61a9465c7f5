import type { CreateOf } from 'gridtick'
import type { Balance } from '../balance.ts'
import { type kinds, sectorId } from '../kinds.ts'
import { initialStock, type PortClass } from '../rules/port-classes.ts'

/** A sector as a map plans it. */
export type PlannedSector = {
  readonly sector: number
  /** Its place on the map: no two sectors share one. */
  readonly x: number
  readonly y: number
  /** Outgoing, in the order in which they were laid. */
  readonly warps: readonly number[]
  readonly portClass: PortClass | null
}

/** The entity of a planned sector; a port has the stock it begins with. */
export function createSector(
  { sector, x, y, warps, portClass }: PlannedSector,
  trade: Balance['trade'],
): CreateOf<typeof kinds> {
  const port = portClass === null ? null : { class: portClass, stock: initialStock(portClass, trade) }
  return { id: sectorId(sector), kind: 'sector', x, y, data: { sector, warps: [...warps], port } }
}
