import { createRandom, type SeededRandom } from '../../../../framework/engine/src/kernel/random.ts'
import { commodities } from '../../../../modules/space-combat/commodities.ts'
import { shipTypeNames } from '../../../../modules/space-combat/ship-types.ts'
import { fixtureWorld } from '../../../../modules/space-combat/world/fixture-world.ts'
import type { Asked, Stage } from '../stage/stage.ts'

export type Dice = SeededRandom

export function throwDice(seed: string): Dice {
  return createRandom(seed)
}

/** Something that makes sense where the captain is, though it may turn out to be impossible. */
export function sensibleIntent(region: Stage, name: string, dice: Dice): Asked {
  const ship = region.ship(name)
  const { sector } = ship
  const fight = region.all('encounter').find(({ data }) => data.participants.some(({ id }) => id === name))
  const toSector = dice.pick(fixtureWorld[sector]?.warps ?? [0])
  if (fight !== undefined) {
    const { round, participants } = fight.data
    const action = dice.pick(['attack', 'attack', 'attack', 'brace', 'flee', 'pay'])
    const target = dice.pick(participants)
    const which = dice.chance(0.5) ? { round } : {}
    return [
      ...[name, 'combat_action'],
      { combatId: fight.id, ...which, action, commit: dice.int(1, 80), targetId: target.id, toSector },
    ] as const as Asked
  }
  const mode = dice.pick(['offensive', 'defensive', 'toll'])
  const salvage = region.all('salvage').find(({ data }) => data.sector === sector)
  const others = region.names.filter((other) => other !== name && region.ship(other)?.sector === sector)
  const choices: [string, object][] = [
    ['move', { toSector }],
    ['move', { toSector }],
    ['move', { toSector }],
    ['initiate_combat', {}],
    ['trade', { side: dice.pick(['buy', 'sell']), commodity: dice.pick(commodities), quantity: dice.int(1, 12) }],
    ['trade', { side: dice.pick(['buy', 'sell']), commodity: dice.pick(commodities), quantity: dice.int(1, 12) }],
    ['recharge', { units: dice.int(1, 50) }],
    ['leave_fighters', { sector, quantity: dice.int(1, 40), mode, tollAmount: dice.int(0, 60) }],
    ['collect_fighters', { sector, quantity: dice.int(1, 40) }],
    ['set_garrison_mode', { sector: dice.int(0, 9), mode, tollAmount: dice.int(0, 60) }],
    ['send_message', { scope: 'broadcast', content: 'hail' }],
    ['send_message', { scope: 'direct', content: `only for two, ${name}`, toPlayerId: dice.pick(region.names) }],
  ]
  if (salvage !== undefined)
    choices.push(['collect_salvage', { salvageId: salvage.id }], ['collect_salvage', { salvageId: salvage.id }])
  if (others.length > 0) choices.push(['transfer_warp', { toPlayerId: dice.pick(others), units: dice.int(1, 30) }])
  return [name, ...dice.pick(choices)]
}

const odd = [0, -1, 1.5, 2 ** 53, -(2 ** 53), 1e308, '7', '', null, true, [], {}, 'constructor', '__proto__', 9, 77, 10]

/** Something that makes no sense, or that only others may do. */
export function foolishIntent(region: Stage, name: string, dice: Dice): Asked {
  const any = () => dice.pick(odd)
  const fights = region.all('encounter')
  const combatId = fights.length > 0 && dice.chance(0.7) ? dice.pick(fights).id : 'none'
  const anyone = dice.pick([...region.names, 'nobody', 'garrison:3:ada'])
  return [
    name,
    ...dice.pick<[string, object]>([
      ['move', { toSector: dice.chance(0.5) ? dice.int(0, 12) : any() }],
      ['recharge', { units: any() }],
      ['transfer_warp', { toPlayerId: anyone, units: dice.chance(0.5) ? 5 : any() }],
      ['trade', { side: 'sell', commodity: 'gold', quantity: any() }],
      ['trade', { side: 'buy', commodity: 'equipment', quantity: any() }],
      [
        'leave_fighters',
        { sector: dice.int(0, 9), quantity: dice.chance(0.5) ? 9_999 : any(), mode: 'toll', tollAmount: any() },
      ],
      ['collect_fighters', { sector: dice.int(0, 9), quantity: dice.chance(0.5) ? 9_999 : any() }],
      ['set_garrison_mode', { sector: any(), mode: 'passive' }],
      ['collect_salvage', { salvageId: dice.pick(['sector:1', 'ship:ada', 'none']) }],
      ['combat_action', { combatId, action: 'attack', targetId: anyone, commit: any() }],
      ['combat_action', { combatId, action: 'flee', toSector: dice.int(0, 12) }],
      ['combat_action', { combatId, action: 'pay', round: dice.int(1, 9) }],
      ['grant_credits', { playerId: name, amount: 1_000_000 }],
      ['set_ship', { playerId: name, shipType: 'sovereign_starcruiser' }],
      ['place', { playerId: name, sector: 3 }],
      ['send_message', { scope: 'direct', content: ' ', toPlayerId: anyone }],
      ['become_king', { at: 'once' }],
    ]),
  ]
}

/** What an operator may do, and tries to do. */
export function operation(region: Stage, dice: Dice): readonly [type: string, payload: object] {
  const playerId = dice.pick([...region.names, ...region.names, 'nobody'])
  const units = () => dice.int(0, 6)
  return dice.pick<[string, object]>([
    ['grant_credits', { playerId, amount: dice.int(-500, 800) }],
    ['place', { playerId, sector: dice.int(0, 11) }],
    [
      'set_ship',
      {
        ...{ playerId, shipType: dice.pick(shipTypeNames), fighters: dice.int(0, 90), shields: dice.int(0, 200) },
        ...{ warpPower: dice.int(0, 300), cargo: { fuel_ore: units(), organics: units(), equipment: units() } },
      },
    ],
    ['set_ship', { playerId, shipType: 'wayfarer_freighter', fighters: dice.int(1, 120) }],
    ['reset_ports', {}],
    ['regenerate_ports', dice.chance(0.5) ? {} : { fraction: dice.next() }],
  ])
}
