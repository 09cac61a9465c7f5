import type { EntityTable } from 'gridtick'
import type { Balance } from './balance.ts'
import { cellKey, distance } from './cells.ts'
import type { Colony, Fleet, Thing } from './kinds.ts'
import { houseOf, isNebula } from './realm.ts'

type Cell = { readonly x: number; readonly y: number }

type Looking = {
  readonly entities: Pick<EntityTable<Thing>, 'ofKind' | 'ownedBy' | 'at' | 'near'>
  readonly balance: Balance
}

/** Cells that each fleet and colony of a house sees. */
export function sensorRange({ entities, balance }: Looking, houseId: string): number {
  const level = houseOf({ entities }, houseId)?.data.levels.sensors ?? 0
  return balance.sensors + Math.floor(level / 2)
}

function eyesOf({ entities }: Looking, houseId: string): (Fleet | Colony)[] {
  return entities.ownedBy(houseId).filter((thing) => thing.kind === 'fleet' || thing.kind === 'colony')
}

/** Whether a house sees a cell, and what is in it. A nebula hides what is inside from all who are not. */
export function seesCell(looking: Looking, houseId: string, cell: Cell): boolean {
  const reach = isNebula(looking, cell) ? 0 : sensorRange(looking, houseId)
  return eyesOf(looking, houseId).some((eye) => distance(eye, cell) <= reach)
}

/** All things of others, and of nobody, that a house sees. The nebulae themselves are seen from outside, too. */
export function seenBy(looking: Looking, houseId: string): Thing[] {
  const range = sensorRange(looking, houseId)
  const seen = new Map<string, Thing>()
  const eyes = eyesOf(looking, houseId)
  const here = new Set(eyes.map(cellKey))
  for (const eye of eyes)
    for (const thing of looking.entities.near(eye.x, eye.y, range)) {
      if (thing.ownerId === houseId || seen.has(thing.id) || thing.kind === 'house' || thing.kind === 'intel') continue
      const isHidden = thing.kind !== 'nebula' && isNebula(looking, thing) && !here.has(cellKey(thing))
      if (!isHidden) seen.set(thing.id, thing)
    }
  return [...seen.values()]
}
