import { worldShape } from '../balance.ts'
import type { PlannedSector } from './planned-sector.ts'

/** The ten sectors that examples and tests speak of. The map is so small that all of it can be known by heart. */
export const fixtureWorld: readonly PlannedSector[] = [
  { warps: [1, 2, 5], place: [1, 1], portClass: null },
  { warps: [0, 3, 4], place: [2, 1], portClass: 1 },
  { warps: [0, 3, 6], place: [1, 2], portClass: null },
  { warps: [1, 4, 7], place: [2, 2], portClass: 6 },
  { warps: [3, 8], place: [3, 1], portClass: null },
  { warps: [6, 9], place: [0, 1], portClass: 2 },
  { warps: [2, 5, 7], place: [0, 2], portClass: null },
  { warps: [3, 8, 9], place: [2, 3], portClass: null },
  { warps: [4, 9], place: [3, 2], portClass: null },
  { warps: [7, 8], place: [3, 3], portClass: 8 },
].map(({ warps, place: [column = 0, row = 0], portClass }, sector) => ({
  sector,
  x: column * worldShape.cellsApart,
  y: row * worldShape.cellsApart,
  warps,
  portClass: portClass as PlannedSector['portClass'],
}))
