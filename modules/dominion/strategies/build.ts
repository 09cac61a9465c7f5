import { isSameCell } from '../cells.ts'
import type { Colony, Item } from '../kinds.ts'
import { type Situation, usual } from './situation.ts'

/** What a colony builds when its queue is empty: the first of the wishes that can be had there. */
export type Wish = { readonly item: Item; readonly count: number; readonly isWanted: (colony: Colony) => boolean }

/** A colony that has something to build goes on with it. */
export function build(situation: Situation, wishes: readonly Wish[]): void {
  for (const colony of situation.colonies) {
    if (colony.data.queue.length > 0) continue
    const wish = wishes.find(({ item, isWanted }) => isWanted(colony) && canBuild(situation, colony, item))
    if (wish !== undefined) situation.queues.set(colony.id, [{ item: wish.item, count: wish.count }])
  }
}

function canBuild({ systems }: Situation, colony: Colony, item: Item): boolean {
  const { industry, shipyard } = colony.data
  if (item === 'industry') {
    const minerals = systems.find((system) => isSameCell(system, colony))?.data.minerals ?? 1
    return industry < minerals * usual.economy.industryPerMineral
  }
  if (item === 'shipyard') return shipyard < usual.economy.shipyardMax
  return shipyard >= (item === 'fighter' ? 1 : usual.classes[item].shipyard)
}

/** How many ships of a class the house has, and is about to have. */
export function countOf(
  { fleets, colonies, queues }: Situation,
  shipClass: Exclude<Item, 'fighter' | 'industry' | 'shipyard'>,
): number {
  const there = fleets.reduce((sum, { data }) => sum + data.ships[shipClass] + data.mothballed[shipClass], 0)
  const queued = [...colonies.map(({ data }) => data.queue), ...queues.values()].flat()
  return there + queued.reduce((sum, { item, count }) => sum + (item === shipClass ? count : 0), 0)
}
