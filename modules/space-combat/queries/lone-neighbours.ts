import type { Places } from '../region.ts'

/** Which of these sectors have at most one neighbour, whichever way the warps go. */
export function loneNeighbours({ entities }: Places, sectors: ReadonlySet<number>): ReadonlySet<number> {
  const neighbours = new Map([...sectors].map((sector) => [sector, new Set<number>()]))
  for (const { data } of entities.ofKind('sector'))
    for (const to of data.warps) {
      neighbours.get(data.sector)?.add(to)
      neighbours.get(to)?.add(data.sector)
    }
  return new Set([...neighbours].flatMap(([sector, { size }]) => (size <= 1 ? [sector] : [])))
}
