import { cellKey, compareCells, distance, isSameCell } from '../cells.ts'
import type { Fleet } from '../kinds.ts'
import { atWar, fleetsAt, isNebula, ownerOf, type Realm } from '../realm.ts'

type Cell = { readonly x: number; readonly y: number }

/** Who fights whom does not change while fleets move. */
export type Wars = (one: string, other: string) => boolean

export function warsOf(realm: Realm): Wars {
  const known = new Map<string, boolean>()
  return (one, other) => {
    const key = one < other ? `${one}\n${other}` : `${other}\n${one}`
    const answer = known.get(key) ?? atWar(realm, one, other)
    known.set(key, answer)
    return answer
  }
}

export function isMeeting(fleets: readonly Fleet[], wars: Wars): boolean {
  return fleets.some((fleet, index) => fleets.slice(index + 1).some((other) => wars(ownerOf(fleet), ownerOf(other))))
}

/** Fleets at war that swap cells meet in the one of them that comes first, row by row. */
export function meetOnTheWay(realm: Realm, before: ReadonlyMap<string, Cell>, wars: Wars): void {
  const moved = realm.entities.ofKind('fleet').filter((fleet) => {
    const from = before.get(fleet.id)
    return from !== undefined && !isSameCell(from, fleet)
  })
  const byWay = new Map<string, Fleet[]>()
  const way = (from: Cell, to: Cell) => `${cellKey(from)}>${cellKey(to)}`
  for (const fleet of moved) {
    const key = way(before.get(fleet.id) as Cell, fleet)
    byWay.set(key, [...(byWay.get(key) ?? []), fleet])
  }
  for (const fleet of moved) {
    const from = before.get(fleet.id) as Cell
    const against = byWay.get(way(fleet, from)) ?? []
    if (!against.some((other) => wars(ownerOf(fleet), ownerOf(other)))) continue
    const [place] = [from, { x: fleet.x, y: fleet.y }].sort(compareCells) as [Cell, Cell]
    realm.entities.change(fleet, { x: place.x, y: place.y })
  }
}

/** Fleets that patrol go for enemies who are within a cell of them, if they see them. */
export function intercept(realm: Realm, met: ReadonlySet<string>, wars: Wars): void {
  const fleets = realm.entities.ofKind('fleet')
  const patrols = fleets.filter(({ id, data }) => data.order.name === 'patrol' && !met.has(id))
  const targets = patrols.map((patrol) =>
    fleets
      .filter((other) => wars(ownerOf(patrol), ownerOf(other)) && distance(patrol, other) <= 1)
      .filter((other) => isSameCell(patrol, other) || !isNebula(realm, other))
      .sort((one, other) => distance(patrol, one) - distance(patrol, other) || compareCells(one, other))
      .at(0),
  )
  for (const [index, patrol] of patrols.entries()) {
    const target = targets[index]
    if (target !== undefined && !isSameCell(patrol, target)) realm.entities.change(patrol, { x: target.x, y: target.y })
  }
}

/** Marks all fleets that are in a cell with an enemy: they go no further in this turn. */
export function markMet(realm: Realm, met: Set<string>, wars: Wars): void {
  for (const cell of meetingPlaces(realm, wars))
    for (const fleet of fleetsAt(realm, cell)) {
      const isParty = fleetsAt(realm, cell).some((other) => wars(ownerOf(fleet), ownerOf(other)))
      if (isParty) met.add(fleet.id)
    }
}

/** The cells where fleets of houses at war are, row by row. */
export function meetingPlaces(realm: Realm, wars: Wars): Cell[] {
  const byCell = new Map<string, Fleet[]>()
  for (const fleet of realm.entities.ofKind('fleet')) {
    const key = cellKey(fleet)
    const there = byCell.get(key)
    if (there === undefined) byCell.set(key, [fleet])
    else there.push(fleet)
  }
  return [...byCell.values()]
    .filter((fleets) => isMeeting(fleets, wars))
    .map(([{ x, y } = { x: 0, y: 0 }]) => ({ x, y }))
    .sort(compareCells)
}
