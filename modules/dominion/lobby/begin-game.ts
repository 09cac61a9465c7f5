import { compareCells } from '../cells.ts'
import type { House } from '../kinds.ts'
import { namedId } from '../named-id.ts'
import { type Draft, ownerOf, systemAt } from '../realm.ts'
import { noShips, type Ships } from '../ship-classes.ts'

/** All who are in the lobby get a homeworld by lot, and ships. */
export function beginGame(draft: Draft): void {
  const houses = draft.entities.ofKind('house').toSorted((one, other) => (ownerOf(one) < ownerOf(other) ? -1 : 1))
  const homes = draft.random.fork('seats').shuffle(draft.state.homes.toSorted(compareCells))
  for (const [index, house] of houses.entries()) settleHome(draft, house, homes[index] as { x: number; y: number })
  draft.changeState({ phase: 'playing' })
}

function settleHome(draft: Draft, house: House, { x, y }: { readonly x: number; readonly y: number }): void {
  const { entities, random, zone } = draft
  const { start } = zone.config.balance
  const ownerId = ownerOf(house)
  const name = systemAt(draft, { x, y })?.data.name ?? 'Home'
  entities.create({
    id: namedId(random, 'colony', `home:${x},${y}`),
    kind: 'colony',
    ...{ x, y, ownerId },
    data: {
      ...{ name, population: start.population, industry: start.industry, shipyard: start.shipyard },
      ...{ stockpile: 0, queue: [], tax: 40, fighters: 0 },
    },
  })
  const fleet = (what: string, ships: Partial<Ships>) =>
    entities.create({
      id: namedId(random, 'fleet', `home:${x},${y}:${what}`),
      kind: 'fleet',
      ...{ x, y, ownerId },
      data: {
        ...{ name: what, ships: { ...noShips, ...ships }, mothballed: noShips, damage: noShips },
        ...{ fighters: 0, colonists: 0, stance: 'defensive' as 'defensive' | 'evasive' },
        order: { name: 'hold', to: null, into: null },
      },
    })
  for (let scout = 1; scout <= start.scouts; scout++) fleet(`Scout ${scout}`, { scout: 1 })
  if (start.frigates > 0) fleet('Home fleet', { frigate: start.frigates })
  if (start.transports > 0) fleet('Settlers', { transport: start.transports })
}
