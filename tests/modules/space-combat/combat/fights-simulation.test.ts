import { expect, test } from 'vitest'
import { createRandom } from '../../../../framework/engine/src/kernel/random.ts'
import { cargoUsed } from '../../../../modules/space-combat/commodities.ts'
import type { Encounter } from '../../../../modules/space-combat/kinds.ts'
import { shipType } from '../../../../modules/space-combat/ship-types.ts'
import { fixtureWorld } from '../../../../modules/space-combat/world/fixture-world.ts'
import { size } from '../../../lanes/size.ts'
import { type Battlefield, battlefield } from './battlefield.ts'

const names = ['ada', 'bob', 'cem', 'dan', 'eve', 'fay']

type Dice = { int(min: number, max: number): number; pick<Item>(items: readonly Item[]): Item }

/** What a captain might do next, sensible or not. */
function nextIntent(field: Battlefield, name: string, dice: Dice): readonly [string, object] {
  const { sector } = field.ship(name)
  const fight = field.encounters().find(({ data }) => data.participants.some(({ id }) => id === name))
  const toSector = dice.pick(fixtureWorld.find((planned) => planned.sector === sector)?.warps ?? [0])
  const mode = dice.pick(['offensive', 'defensive', 'toll'])
  if (fight !== undefined) {
    const targetId = dice.pick(fight.data.participants).id
    const action = dice.pick(['attack', 'attack', 'attack', 'brace', 'flee', 'pay'])
    return ['combat_action', { combatId: fight.id, action, commit: dice.int(1, 60), targetId, toSector }]
  }
  const salvageId = field.salvage().find(({ data }) => data.sector === sector)?.id ?? 'none'
  return dice.pick([
    ['move', { toSector }],
    ['move', { toSector }],
    ['initiate_combat', {}],
    ['collect_salvage', { salvageId }],
    ['leave_fighters', { sector, quantity: dice.int(1, 40), mode, tollAmount: dice.int(0, 30) }],
    ['collect_fighters', { sector, quantity: dice.int(1, 40) }],
    ['set_garrison_mode', { sector, mode, tollAmount: 10 }],
  ])
}

/** What holds after every tick. */
function check(field: Battlefield, before: { credits: number; fighters: number }): void {
  expect(field.credits(), '[INV-C1]').toBe(before.credits)
  expect(field.fighters(), '[INV-D1]').toBeLessThanOrEqual(before.fighters)
  const garrisons = field.garrisons().map(({ data }) => data.sector)
  expect(new Set(garrisons).size, '[INV-F1]').toBe(garrisons.length)
  for (const name of names) {
    const { shipType: type, cargo, fighters, shields, credits } = field.ship(name)
    expect(cargoUsed(cargo), '[INV-S3]').toBeLessThanOrEqual(shipType(type).cargoHolds)
    expect(fighters).toBeLessThanOrEqual(shipType(type).fighters)
    expect(Math.min(fighters, shields, credits)).toBeGreaterThanOrEqual(0)
  }
  const encounters = field.encounters()
  expect(new Set(encounters.map(({ data }) => data.sector)).size, '[INV-E7]').toBe(encounters.length)
  for (const encounter of encounters) checkFight(field, encounter)
}

function checkFight(field: Battlefield, { data: { participants, sector } }: Encounter): void {
  const sides = new Set(participants.filter(({ fighters }) => fighters > 0).map(({ ownerId }) => ownerId))
  expect(sides.size, '[INV-E9]').toBeGreaterThan(1)
  for (const { id, kind, fighters, shields, fightersAtEntry } of participants) {
    if (kind === 'garrison') {
      const stored = field.garrisons().find((garrison) => garrison.id === id)
      expect(stored?.data.fighters ?? 0, '[INV-F3]').toBe(fighters)
      continue
    }
    const ship = field.ship(id)
    expect(ship.sector, '[INV-A2]').toBe(sector)
    expect(ship.fighters, '[INV-D5]').toBe(fighters)
    if (fighters > 0) expect(ship.shields, '[INV-D5]').toBe(shields)
    else if (fightersAtEntry > 0) expect(ship.shipType, '[INV-D7]').toBe('escape_pod')
  }
}

/** [INV-E1] What each captain hears of each fight is in order, and whoever hears of the start of a fight that is over hears of its end, last and once. */
function checkOrder(field: Battlefield): void {
  const active = new Set(field.encounters().map(({ id }) => id))
  for (const name of names) {
    const fights = new Map<string, { event: string; round: number }[]>()
    for (const { event, payload } of field.zone.events(name)) {
      const { combatId, round } = payload as { combatId?: string; round: number }
      if (combatId === undefined) continue
      fights.set(combatId, [...(fights.get(combatId) ?? []), { event, round }])
    }
    for (const [combatId, told] of fights) {
      expect(told[0]?.event).toBe('combat.started')
      const ends = told.filter(({ event }) => event === 'combat.ended').length
      expect(ends).toBe(active.has(combatId) ? 0 : 1)
      if (ends === 1) expect(told.at(-1)?.event).toBe('combat.ended')
      const resolved = told.filter(({ event }) => event === 'combat.round_resolved').map(({ round }) => round)
      expect(resolved).toEqual([...new Set(resolved)].sort((one, other) => one - other))
    }
  }
}

test.each(Array.from({ length: size({ usual: 1, long: 50 }) }, (_, at) => at + 1))(
  'whatever captains do, nothing is lost, doubled or told out of order (seed %i)',
  async (seed) => {
    const dice = createRandom(`captains ${seed}`)
    const captain = { fighters: 60, credits: 100, cargo: { organics: 10 } }
    const config = { combat: { roundTimeoutMs: 2_000 } }
    const field = await battlefield(
      Object.fromEntries(names.map((name, index) => [name, { ...captain, sector: index % 3 }])),
      config,
    )
    let before = { credits: field.credits(), fighters: field.fighters() }
    for (let tick = 0; tick < 250; tick++) {
      for (const name of names) {
        if (dice.int(0, 3) === 0) continue
        const [type, payload] = nextIntent(field, name, dice)
        field.zone.intent(name, type, payload)
      }
      await field.zone.tick()
      if (tick % 50 === 49) await field.zone.crash()
      check(field, before)
      before = { credits: field.credits(), fighters: field.fighters() }
    }
    checkOrder(field)
    expect(field.zone.faults()).toEqual([])
    expect(field.battles().length).toBeGreaterThan(3)
    await field.zone.expectSameReplay()
  },
)
