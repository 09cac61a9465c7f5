import type { Random } from 'gridtick'
import { fields, itemSchema, orderNameSchema, relationSchema, stanceSchema } from '../../../modules/dominion/kinds.ts'
import { shipClasses } from '../../../modules/dominion/ship-classes.ts'
import type { PlayedGame } from './played-game.ts'

/** Orders at random, that fit the schema: legal ones and others, for own things, those of others, and for none. */
export function randomPacket(game: PlayedGame, playerId: string, random: Random): object {
  const things = game.entities.all().filter(({ kind }) => kind === 'fleet' || kind === 'colony')
  const own = things.filter(({ ownerId }) => ownerId === playerId)
  const anyId = () => {
    const from = random.chance(0.85) && own.length > 0 ? own : things
    return random.chance(0.03) || from.length === 0 ? 'nothing' : random.pick(from).id
  }
  const fleetId = () => {
    const fleets = own.filter(({ kind }) => kind === 'fleet')
    return random.chance(0.1) || fleets.length === 0 ? anyId() : random.pick(fleets).id
  }
  const cell = () => {
    const near = random.chance(0.6) ? random.pick(things) : undefined
    return near === undefined ? { x: random.int(0, 17), y: random.int(0, 17) } : { x: near.x, y: near.y }
  }
  const some = <Thing>(max: number, make: () => Thing): Thing[] => Array.from({ length: random.int(0, max) }, make)
  const ships = () => Object.fromEntries(some(2, () => [random.pick(shipClasses), random.int(1, 4)]))
  const maybe = <Value extends object>(value: Value): Partial<Value> => (random.chance(0.5) ? value : {})
  const immediate = () =>
    random.pick([
      () => ({ do: 'split', fleetId: fleetId(), ships: ships(), ...maybe({ colonists: random.int(1, 9) }) }),
      () => ({ do: 'merge', fleetId: fleetId(), into: fleetId() }),
      () => ({ do: 'transfer', from: anyId(), to: anyId(), ...maybe({ colonists: random.int(1, 20), fighters: 1 }) }),
      () => ({ do: 'transfer', from: anyId(), to: anyId(), colonists: random.int(1, 20) }),
      () => ({ do: 'reactivate', fleetId: fleetId(), class: random.pick(shipClasses), count: random.int(1, 3) }),
      () => ({ do: 'scrap', fleetId: fleetId(), ships: ships() }),
    ])()
  return {
    immediate: some(4, immediate),
    fleets: some(6, () => ({
      ...{ fleetId: fleetId(), order: random.pick(orderNameSchema.options) },
      ...maybe({ to: cell() }),
      ...maybe({ into: fleetId() }),
      ...maybe({ stance: random.pick(stanceSchema.options) }),
    })),
    colonies: some(3, () => ({
      colonyId: anyId(),
      build: some(3, () => ({ item: random.pick(itemSchema.options), count: random.int(1, 4) })),
      tax: random.int(0, 100),
    })),
    ...maybe({ research: Object.fromEntries(fields.map((field) => [field, random.int(0, 40)])) }),
    diplomacy: some(1, () => ({
      houseId: random.pick([...game.playerIds, 'nobody']),
      set: random.pick(relationSchema.options),
    })),
    messages: some(1, () => ({ to: random.pick([...game.playerIds, 'all']), text: 'Hello' })),
  }
}
