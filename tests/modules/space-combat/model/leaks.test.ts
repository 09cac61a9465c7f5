import { expect, test } from 'vitest'
import { size } from '../../../lanes/size.ts'
import { alsoKnows, mayKnow } from '../may-know.ts'
import { type Stage, stage } from '../stage/stage.ts'
import { hiddenInGame } from './hidden-in-game.ts'
import { sensibleIntent, throwDice } from './intents.ts'
import { canariesOf, spilledSecrets } from './spilled-secrets.ts'
import { wrongSight } from './wrong-sight.ts'

const names = ['ada', 'bob', 'cem', 'dan', 'eve']

const games = Array.from({ length: size({ usual: 1, long: 100 }) }, (_, at) => {
  return [at + 1, names[(at + 1) % names.length] as string] as const
})

test.each(games)('[FOG-4] in a game of chance (seed %i) %s notices nothing of what is hidden', async (seed, viewer) => {
  const dice = throwDice(`leaks ${seed}`)
  const start = { fighters: 60, cargo: { organics: 5 } }
  const region = await stage({
    seed,
    ships: {
      ...Object.fromEntries(names.map((name, at) => [name, { ...start, sector: at % 3 }])),
      ...{ herald: { sector: 8 }, scribe: { sector: 8 } },
    },
    garrisons: [
      { owner: 'ada', sector: 3, fighters: 30, mode: 'toll', toll: 17, bank: 34 },
      { owner: 'bob', sector: 5, fighters: 30, mode: 'defensive' },
    ],
    config: {
      ...{ combat: { roundTimeoutMs: 2_000 }, salvageTtlMs: 10_000 },
      balance: { chat: { intervalMs: 0, keptMax: 20, directKeptMax: 5 } },
    },
  })
  const actors = new Map<number, Set<string>>()
  for (let tick = 0; tick < 120; tick++) {
    const acting = new Set(names.filter(() => dice.chance(0.4)))
    actors.set(region.zone.tickNumber + 1, acting)
    for (const name of acting) region.zone.intent(...sensibleIntent(region, name, dice))
    // Something happens in each tick, so that each is stored, and ticks can be counted.
    region.zone.intent('herald', 'send_message', { scope: 'direct', toPlayerId: 'scribe', content: `${tick}` })
    await region.zone.tick()
  }
  expect(region.zone.faults()).toEqual([])
  expect(region.all('battle').length).toBeGreaterThan(1)
  await region.zone.expectNoLeak({
    viewer,
    variants: size({ usual: 1, long: 12 }),
    mayKnow,
    alsoKnows,
    vary: hiddenInGame({
      viewer,
      actorsIn: (tick) => actors.get(tick) ?? new Set(region.names),
      timeOf: (tick) => Date.UTC(2030, 0, 1) + tick * 500,
    }),
    queries: [
      ...['my_map', 'local_map', 'messages', 'combat_status'].map((name) => ({ name })),
      { name: 'plot_course', input: { to: 9 } },
      { name: 'check_trade', input: { side: 'sell', commodity: 'organics', quantity: 1 } },
      ...region.all('battle').flatMap(({ data: { combatId } }) => [
        { name: 'combat_status', input: { combatId, includeLog: true } },
        { name: 'combat_log', input: { combatId } },
      ]),
    ],
  })
})

type Before = ReadonlyMap<string, { readonly sent: number; readonly canaries: readonly number[] }>

/** What was sent to captains in a tick and is not for them. */
function wrongBytes(region: Stage, before: Before): readonly string[] {
  return names.flatMap((name) => {
    const others = names.filter((other) => other !== name)
    // As they were, and as they are by now.
    const canaries = others.flatMap((other) => [...(before.get(other)?.canaries ?? []), ...canariesOf(region, other)])
    const own = canariesOf(region, name)
    const news = region.zone.messages(name).slice(before.get(name)?.sent)
    const notOwn = canaries.filter((canary) => !own.includes(canary))
    return [...spilledSecrets(name, news, notOwn), ...wrongSight(region, name)]
  })
}

const minutes = size({ usual: 8, long: 60 })

test(`[INV-V6] in ${minutes} minutes of trade and war nobody is sent a byte of what others own`, async () => {
  const dice = throwDice('an hour')
  const rich = (at: number) => ({
    ...{ sector: at, shipType: 'atlas_hauler' as const, credits: 100_000_000 * (at + 1) + 12_345 * (at + 7) },
    cargo: { fuel_ore: 31 + at, organics: 40 + at },
  })
  const region = await stage({
    everyMs: 2_000,
    ships: Object.fromEntries(names.map((name, at) => [name, rich(at)])),
    garrisons: [
      { owner: 'ada', sector: 3, fighters: 90, mode: 'toll', toll: 17, bank: 77_712_345 },
      { owner: 'bob', sector: 6, fighters: 90, mode: 'toll', toll: 3, bank: 88_854_321 },
    ],
  })
  for (let tick = 0; tick < minutes * 30; tick++) {
    const before = new Map(
      names.map((name) => [name, { sent: region.zone.messages(name).length, canaries: canariesOf(region, name) }]),
    )
    region.forget()
    if (tick % 3 === 0)
      for (const name of names.filter(() => dice.chance(0.5))) region.zone.intent(...sensibleIntent(region, name, dice))
    // Now and then an operator repairs somebody, or the war would be over in minutes.
    const playerId = names[(tick / 60) % names.length]
    if (playerId !== undefined)
      region.zone.intent('ada', 'set_ship', { playerId, shipType: 'atlas_hauler' }, { role: 'debug' })
    await region.zone.tick()
    expect(wrongBytes(region, before), `tick ${tick}`).toEqual([])
  }
  expect(region.all('battle').length).toBeGreaterThan(minutes * 0.8)
  for (const name of names) {
    const letter = `only for two, ${name}`
    const readers = names.filter((other) => JSON.stringify(region.zone.messages(other)).includes(letter))
    expect(readers, 'the writer at the least').toContain(name)
  }
  expect(region.zone.faults()).toEqual([])
})
