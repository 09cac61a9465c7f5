import type { DraftOf, Random } from 'gridtick'
import type { Balance } from './balance.ts'
import type { game } from './game.ts'
import type { Colony, Fleet, House, Relation, System, Thing } from './kinds.ts'
import type { Report } from './report.ts'

/** A game during one step, as it is by now. */
export type Draft = DraftOf<typeof game>

/** A game while its turn is resolved: with its numbers, and what is said of it. */
export type Realm = Draft & { readonly balance: Balance; readonly report: Report }

type Entities = {
  readonly entities: {
    ofKind<Kind extends Thing['kind']>(kind: Kind): readonly (Thing & { readonly kind: Kind })[]
    ownedBy(playerId: string): readonly Thing[]
    at(x: number, y: number): readonly Thing[]
  }
}

type Cell = { readonly x: number; readonly y: number }

export function houseOf({ entities }: Entities, playerId: string): House | undefined {
  return entities.ownedBy(playerId).find((thing) => thing.kind === 'house')
}

/** Those that still play, in the order of their players' ids. */
export function livingHouses({ entities }: Entities): readonly House[] {
  return entities
    .ofKind('house')
    .filter(({ data }) => data.eliminatedOn === null)
    .toSorted((one, other) => (ownerOf(one) < ownerOf(other) ? -1 : 1))
}

export function coloniesOf({ entities }: Entities, playerId: string): Colony[] {
  return entities.ownedBy(playerId).filter((thing) => thing.kind === 'colony')
}

export function fleetsOf({ entities }: Entities, playerId: string): Fleet[] {
  return entities.ownedBy(playerId).filter((thing) => thing.kind === 'fleet')
}

export function fleetsAt({ entities }: Entities, { x, y }: Cell): Fleet[] {
  return entities.at(x, y).filter((thing) => thing.kind === 'fleet')
}

export function colonyAt({ entities }: Entities, { x, y }: Cell): Colony | undefined {
  return entities.at(x, y).find((thing) => thing.kind === 'colony')
}

export function systemAt({ entities }: Entities, { x, y }: Cell): System | undefined {
  return entities.at(x, y).find((thing) => thing.kind === 'system')
}

export function isNebula({ entities }: Entities, { x, y }: Cell): boolean {
  return entities.at(x, y).some(({ kind }) => kind === 'nebula')
}

/** Houses, colonies, fleets and intel have an owner, from first to last. */
export function ownerOf({ ownerId }: { readonly ownerId: string | null }): string {
  return ownerId as string
}

/** What a house says of another. */
export function saidOf(house: House | undefined, houseId: string): Relation {
  return house?.data.relations.find((relation) => relation.houseId === houseId)?.set ?? 'neutral'
}

/** What holds between two: war where one says so, peace where both do. */
export function inForce(one: Relation, other: Relation): Relation {
  if (one === 'war' || other === 'war') return 'war'
  return one === 'peace' && other === 'peace' ? 'peace' : 'neutral'
}

export function atWar(entities: Entities, one: string, other: string): boolean {
  if (one === other) return false
  return inForce(saidOf(houseOf(entities, one), other), saidOf(houseOf(entities, other), one)) === 'war'
}

/** The chance of one matter of this turn: what happens elsewhere draws nothing from it. */
export function chanceOf({ random }: { readonly random: Random }, matter: string): Random {
  return random.fork(matter)
}
