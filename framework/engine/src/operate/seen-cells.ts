import type { PlayerId, Position } from 'gridtick'
import type { ModuleFault } from '../module/module-fault.ts'
import type { SeenCells } from '../ports/zone-answers.ts'
import { lookAtCells, reportSight } from '../watching/sight-of.ts'
import type { Engine } from '../zone/engine.ts'
import { committedBase, momentOf } from '../zone/moment.ts'
import { runOnZoneNow } from '../zone/run-on-zone.ts'
import type { Zone } from '../zone/zone.ts'

/**
 * All cells of the grid that a player sees, by the module's `seesCell`. Undefined: it has none, its config says no `width`
 * and `height`, the grid has more cells than `sightCellsMax`, or the module failed, which is reported.
 */
export function seenCells(engine: Engine, zone: Zone, playerId: PlayerId): SeenCells | undefined {
  const { module, info } = zone
  const { width, height } = info.config
  if (module.seesCell === undefined || typeof width !== 'number' || typeof height !== 'number') return undefined
  if (width * height > engine.limits.sightCellsMax) return undefined
  const base = committedBase(zone, momentOf(engine, zone))
  const seen: Position[] = []
  const look = () =>
    lookAtCells({ module, base, playerId, running: engine.running }, cellsOf({ width, height }), (cell) =>
      seen.push(cell),
    )
  const fault = runOnZoneNow<ModuleFault | undefined>(engine, zone, { call: { hook: 'seesCell', playerId }, run: look })
  if (fault === undefined) return stretchesOf(seen)
  reportSight(engine, zone, fault, playerId)
  return undefined
}

/** Row by row. */
function* cellsOf({ width, height }: { readonly width: number; readonly height: number }): Iterable<Position> {
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) yield { x, y }
}

/** Cells side by side, given row by row, as one stretch each. */
function stretchesOf(cells: readonly Position[]): SeenCells {
  const stretches: { y: number; left: number; right: number }[] = []
  for (const { x, y } of cells) {
    const last = stretches.at(-1)
    if (last !== undefined && last.y === y && last.right === x - 1) last.right = x
    else stretches.push({ y, left: x, right: x })
  }
  return stretches
}
