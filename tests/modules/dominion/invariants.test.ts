import { createRandom } from '@gridtick/engine/testing'
import { expect, test } from 'vitest'
import { ordersSchema } from '../../../modules/dominion/orders/orders-schema.ts'
import { shipClasses } from '../../../modules/dominion/ship-classes.ts'
import { size } from '../../lanes/size.ts'
import { StrategyGame } from './play-strategies.ts'
import type { PlayedGame } from './played-game.ts'
import { randomPacket } from './random-packet.ts'

type Sums = { credits: number; population: number; ships: Map<string, number> }

/** What a house has: credits, people, and ships of each class. */
function sumsOf(game: PlayedGame, playerId: string): Sums {
  const [house] = game.of(playerId, 'house')
  const sums: Sums = { credits: Number(house?.data.treasury), population: 0, ships: new Map() }
  const add = (shipClass: string, count: number) => sums.ships.set(shipClass, (sums.ships.get(shipClass) ?? 0) + count)
  for (const { data } of game.of(playerId, 'colony')) {
    sums.population += Number(data.population)
    add('fighter', Number(data.fighters))
  }
  for (const { data } of game.of(playerId, 'fleet')) {
    sums.population += Number(data.colonists)
    add('fighter', Number(data.fighters))
    const { ships, mothballed } = data as Record<string, Record<string, number>>
    for (const shipClass of shipClasses) add(shipClass, (ships?.[shipClass] ?? 0) + (mothballed?.[shipClass] ?? 0))
  }
  return sums
}

/** The same sums, after what the ledger of the last step says. */
function afterLedger(game: PlayedGame, playerId: string, before: Sums): Sums {
  const ledger = game.last.events?.find(({ event, to }) => event === 'ledger' && to.playerIds?.includes(playerId))
  const {
    credits = [],
    population = [],
    ships = [],
  } = (ledger?.payload ?? {}) as Record<string, { amount: number; class: string }[]>
  const total = (entries: readonly { amount: number }[]) => entries.reduce((sum, { amount }) => sum + amount, 0)
  const after = new Map(before.ships)
  for (const entry of ships) after.set(entry.class, (after.get(entry.class) ?? 0) + entry.amount)
  return { credits: before.credits + total(credits), population: before.population + total(population), ships: after }
}

function nonZero({ ships, ...sums }: Sums) {
  return { ...sums, ships: Object.fromEntries([...ships].filter(([, count]) => count !== 0).sort()) }
}

/** Resolves a turn, and compares what each house has with what its ledger says. */
function resolveAndCheck(game: PlayedGame, packets: Readonly<Record<string, unknown>>): void {
  const before = game.playerIds.map((playerId) => sumsOf(game, playerId))
  game.resolve(packets)
  for (const [index, playerId] of game.playerIds.entries()) {
    const expected = afterLedger(game, playerId, before[index] as Sums)
    expect(nonZero(sumsOf(game, playerId)), `${playerId} in turn ${game.turn - 1}`).toEqual(nonZero(expected))
  }
  for (const summary of Object.values(game.last.summaries?.players ?? {}))
    expect(summary.split('\n').length).toBeLessThan(60)
}

const turnsPlayed = size({ usual: 40, long: 300 })

test('whatever is ordered, all that changes is in the ledger, and no stock is negative', () => {
  for (const seed of size({ usual: ['one'], long: ['one', 'two', 'three', 'four', 'five'] })) {
    const played = new StrategyGame(['raider', 'raider', 'settler'], seed, { turns: 1_000 })
    const random = createRandom(`packets ${seed}`)
    for (let turn = 0; turn < turnsPlayed && played.game.result === undefined; turn++) {
      const { game } = played
      const sensible = played.packets()
      const packets = Object.fromEntries(
        game.playerIds.map((playerId) => {
          const wild = randomPacket(game, playerId, random.fork(`${turn}:${playerId}`))
          return [playerId, random.chance(0.5) ? sensible[playerId] : ordersSchema.parse(wild)]
        }),
      )
      // Its schemas say that nothing is less than nothing; the game reads each entity with them.
      resolveAndCheck(game, packets)
    }
  }
})

test('random packets are accepted, or refused with a code and a place, and never make the check fail', () => {
  const { game } = new StrategyGame(['settler', 'turtle'], 'door')
  const random = createRandom('door')
  let refused = 0
  for (let index = 0; index < 200; index++) {
    const answer = game.check('a', randomPacket(game, 'a', random.fork(String(index))))
    if (answer.accepted) continue
    refused += 1
    expect(answer.code).toMatch(/^[a-z_0-9]+$/)
    expect(answer.details).toBeDefined()
  }
  expect(refused).toBeGreaterThan(50)
})
