import { expect, test } from 'vitest'
import { size } from '../../../lanes/size.ts'
import { checkOrder, checkRound } from '../invariants/combat-protocol.ts'
import { type Stage, stage } from '../stage/stage.ts'
import { type Dice, foolishIntent, operation, sensibleIntent, throwDice } from './intents.ts'
import { openLedger, unitsIn } from './ledger.ts'
import { wrongSight } from './wrong-sight.ts'
import { wrongState } from './wrong-state.ts'

/** Who is there all the time, and so has to hear all in its order; and who comes and goes. */
const steady = ['ada', 'bob', 'cem', 'dan']
const fickle = ['eve', 'fay']
const names = [...steady, ...fickle]
const ticks = size({ usual: 150, long: 300 })
/** The usual two differ in mode, in how many may fight, and in whether the game is played again from its recording. */
const seeds = size({ usual: [2, 3], long: Array.from({ length: 200 }, (_, at) => at + 1) })

function opening(seed: number): Promise<Stage> {
  const ship = (sector: number) => ({ sector, fighters: 70, credits: 400, cargo: { organics: 10 } })
  return stage({
    seed,
    ships: Object.fromEntries(names.map((name, at) => [name, ship(at % 3)])),
    garrisons: [{ owner: 'ada', sector: 3, fighters: 30, mode: 'toll', toll: 17, bank: 34 }],
    mode: seed % 2 === 0 ? 'full' : 'delta',
    config: {
      combat: { roundTimeoutMs: 2_000 },
      salvageTtlMs: 6_000,
      balance: {
        ...{ chat: { intervalMs: 500, keptMax: 20 }, ships: { startCredits: 400 } },
        encounters: { partiesMax: seed % 3 === 0 ? 4 : 40 },
      },
    },
  })
}

/** What every captain does in one tick, or an operator. */
function askAround(region: Stage, dice: Dice, members: readonly string[]): void {
  for (const name of members) {
    for (let asked = dice.int(0, 2); asked > 0; asked--) {
      const intent = dice.chance(0.8) ? sensibleIntent : foolishIntent
      region.zone.intent(...intent(region, name, dice))
    }
  }
}

/** An operator's tick: nobody else does anything, so that what it brings into the region can be told apart. */
async function operate(region: Stage, dice: Dice, settle: () => Promise<void>) {
  const ships = new Map(names.map((name) => [name, region.ship(name)]))
  const ports = portUnits(region)
  const asked = operation(region, dice)
  const [type, payload] = asked
  const operator = steady[0] as string
  const before = region.zone.results(operator).length
  region.zone.intent(operator, type, payload, { role: 'debug' })
  await settle()
  const [result] = region.zone.results(operator).slice(before)
  const outside = { credits: 0, fighters: 0, units: portUnits(region) - ports }
  if (result?.outcome !== 'applied') return outside
  const { playerId, amount } = payload as { playerId: string; amount: number }
  if (type === 'grant_credits') outside.credits += amount
  const old = ships.get(playerId)
  if (type === 'set_ship' && old !== undefined) {
    const ship = region.ship(playerId)
    outside.fighters += ship.fighters - old.fighters
    outside.units += unitsIn(ship.cargo) - unitsIn(old.cargo)
  }
  return outside
}

function portUnits(region: Stage): number {
  return region.all('sector').reduce((sum, { data }) => sum + (data.port === null ? 0 : unitsIn(data.port.stock)), 0)
}

/** Comes, goes, loses the connection, has it again. `here` is who is connected. */
async function comeAndGo(region: Stage, dice: Dice, here: Set<string>): Promise<void> {
  const name = dice.pick(fickle)
  if (!here.has(name)) {
    here.add(name)
    return untilStored(region, () => region.zone.join(name))
  }
  here.delete(name)
  if (dice.chance(0.5)) region.zone.leave(name)
  else region.zone.disconnect(name)
  await untilStored(region)
}

/** Runs a tick, and more if it could not be stored: a fault of the storage comes with the next commit there is. */
async function untilStored(region: Stage, step: () => Promise<void> = () => region.zone.tick()): Promise<void> {
  const failures = () => region.zone.faults().length
  let before = failures()
  await step()
  while (failures() > before) {
    before = failures()
    await region.zone.tick()
  }
}

test.each(seeds)(
  'whatever captains and operators do, and whatever fails: the rules hold after each tick (seed %i)',
  async (seed) => {
    const dice = throwDice(`captains ${seed}`)
    const region = await opening(seed)
    const ledger = openLedger(region)
    const here = new Set(names)
    for (let tick = 0; tick < ticks; tick++) {
      if (dice.chance(0.02)) await region.zone.crash()
      region.forget()
      const settle = async () => {
        if (dice.chance(0.03)) region.zone.failNext('commit', { when: dice.pick(['before', 'after']) })
        await untilStored(region)
      }
      const outside = { credits: 0, fighters: 0, units: 0 }
      if (dice.chance(0.05)) await comeAndGo(region, dice, here)
      else if (dice.chance(0.2)) Object.assign(outside, await operate(region, dice, settle))
      else {
        askAround(region, dice, [...here])
        await settle()
      }
      const sight = [...here].flatMap((name) => wrongSight(region, name))
      expect([...ledger.settle(outside), ...wrongState(region), ...sight], `tick ${tick}`).toEqual([])
    }

    const active = new Set(region.all('encounter').map(({ id }) => id))
    for (const name of steady) {
      const events = region.zone.events(name)
      checkOrder(events, active, name)
      for (const { event, payload } of events) if (event === 'combat.round_resolved') checkRound(payload)
    }
    expect(region.zone.faults().filter((fault) => !fault.includes('storage'))).toEqual([])
    expect(region.all('battle').length).toBeGreaterThan(5)
    count(region)
    if (seed % 4 === 3) await region.zone.expectSameReplay()
  },
)

const happened = new Map<string, number>()

/** What came up in a game, so that a model in which nothing happens is found out. */
function count(region: Stage): void {
  const add = (what: string, by = 1) => happened.set(what, (happened.get(what) ?? 0) + by)
  for (const name of names) {
    for (const { event } of region.zone.events(name)) add(event)
    for (const { outcome, code } of region.zone.results(name)) add(code ?? outcome)
  }
  for (const { data } of region.all('battle')) {
    add(`ended: ${data.result.replace(/^.*_/, '')}`)
    for (const { action, hasFled, timedOut } of data.log.flatMap(({ entries }) => entries)) {
      add(hasFled ? 'fled' : `${action}${timedOut ? ' by time' : ''}`)
    }
  }
}

/** Not every game has all of these. */
const shouldHappen = [
  ...['ended: defeated', 'ended: fled', 'ended: satisfied', 'ended: stalemate', 'ended: victory'],
  ...['attack', 'brace', 'brace by time', 'flee', 'fled', 'pay', 'trade.executed', 'warp.purchase', 'warp.transfer'],
  ...['salvage.collected', 'sector.garrison_updated', 'character.joined', 'port.reset', 'port.regenerated'],
  ...['in_combat', 'stale_round', 'own_side', 'escape_pod', 'sector_taken', 'nothing_fits', 'salvage_gone'],
  ...['insufficient_credits', 'insufficient_fighters', 'not_in_sector', 'forbidden', 'invalid', 'unknown_intent'],
]

test('in those games, all of it came up', () => {
  expect(shouldHappen.filter((what) => !happened.has(what))).toEqual([])
})
