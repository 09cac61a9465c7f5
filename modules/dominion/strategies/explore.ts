import { cellKey, distance } from '../cells.ts'
import { nearest, type Situation } from './situation.ts'

/** Cells between two places to look at. */
const spacing = 4

/** Scouts fly to the nearest place where nobody of the house has been. */
export function explore(situation: Situation): void {
  const { fleets, colonies, visited, fleetOrders, question } = situation
  const { width, height } = question.view.extras
  const places = placesOf(width, height)
  for (const eye of [...fleets, ...colonies])
    for (const place of places) if (distance(place, eye) <= 2) visited.add(cellKey(place))
  const scouts = fleets.filter(
    ({ data, id }) => data.ships.scout > 0 && data.order.name === 'hold' && !fleetOrders.has(id),
  )
  const taken = new Set<string>()
  for (const scout of scouts) {
    const open = places.filter((place) => !visited.has(cellKey(place)) && !taken.has(cellKey(place)))
    const to = nearest(open, scout)
    if (to === undefined) return
    taken.add(cellKey(to))
    fleetOrders.set(scout.id, { fleetId: scout.id, order: 'move', to, stance: 'evasive' })
  }
}

function placesOf(width: number, height: number): { x: number; y: number }[] {
  const columns = Math.ceil(width / spacing)
  return Array.from({ length: columns * Math.ceil(height / spacing) }, (_, index) => ({
    x: Math.min(width - 1, (index % columns) * spacing + 2),
    y: Math.min(height - 1, Math.floor(index / columns) * spacing + 2),
  }))
}
