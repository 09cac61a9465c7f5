import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, expect, test } from 'vitest'
import { size } from '../lanes/size.ts'
import { Duellist } from './duellist.ts'
import { freshFolder } from './fresh-folder.ts'
import { type Operator, signInOperator } from './operator.ts'
import { RegionBooks, type Round, units } from './region-books.ts'
import { compareFights, type Resumed, type Seen } from './resumed-fights.ts'
import { type RunningServer, type ServerOptions, startServer } from './server-process.ts'
import { checkIntegrity, readStoredZone } from './stored-zone.ts'
import { connect } from './test-client.ts'
import { waitUntil } from './wait-until.ts'

/** `killsMax`: if chance, or a slow machine, has left something out by then. With few kills it mostly has. */
const { kills, killsMax } = size({ usual: { kills: 3, killsMax: 3 }, long: { kills: 25, killsMax: 35 } })
const captains = 10
const roundTimeoutMs = 1_200
const seed = 4_711

/** The ship that every duellist is given, again and again. */
const raider = {
  shipType: 'corsair_raider',
  fighters: 350,
  shields: 120,
  cargo: { fuel_ore: 5, organics: 7, equipment: 3 },
}

const options = {
  folder: freshFolder(),
  limits: { messagesPerSecond: 10_000, messagesBurst: 10_000, handshakesPerPlayerPerMinute: 1_000 },
  modules: ['space-combat'],
}

/** A small generator with a seed, so that the moments can be repeated as far as a running process can. */
function createRandom(from: number): () => number {
  let state = from
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

const started: RunningServer[] = []
afterAll(() => {
  for (const server of started) server.signal('SIGKILL')
})

async function start(given: ServerOptions): Promise<RunningServer> {
  const server = await startServer(given)
  started.push(server)
  return server
}

test(`[INV-G1, DUR-1] ${kills} times killed in the middle of fights: rounds, deadlines, actions and chance go on, nothing is lost or doubled`, async () => {
  const random = createRandom(seed)
  let server = await start(options)
  let operator = await signInOperator(server.url)
  const zoneId = await operator.createZone({
    module: 'space-combat',
    everyMs: 50,
    config: { map: 'fixture', combat: { roundTimeoutMs }, balance: { encounters: { partiesMax: 6 } } },
  })
  const duellists = await Promise.all(
    Array.from({ length: captains }, async (_, index) => {
      const player = await operator.guest(`captain ${index}`)
      return new Duellist({ player, zoneId, random })
    }),
  )
  await settleIn(operator, zoneId, duellists)
  const books = new RegionBooks((await fullState(operator, zoneId)).entities)
  const resumed: Resumed = { same: 0, fought: 0, foretold: 0, wrong: [] }
  const lost: string[] = []

  // What captains do hangs on chance and on the machine's speed: they are killed on until each kind of thing has happened.
  let killed = 0
  while (killed < kills || (killed < killsMax && whatIsMissing(duellists, books, resumed).length > 0)) {
    await playUntil(server.url, duellists, 30 + Math.floor(random() * 80))
    await delay(random() * 40)
    server.signal('SIGKILL')
    killed += 1
    expect(await server.exited).toEqual({ code: null, signal: 'SIGKILL' })
    const stored = await readStoredZone(server.databasePath, zoneId)
    books.audit(stored.entities)
    lost.push(...findLost(duellists, stored, books))

    const restartedAt = Date.now()
    server = await start(options)
    expect(server.stderr).toBe('')
    operator = await signInOperator(server.url)
    compareFights(stored, await fullState(operator, zoneId), resumed, { restartedAt, roundTimeoutMs })
    await giveShips(operator, zoneId, duellists, books)
    expect([...books.wrong, ...resumed.wrong, ...lost]).toEqual([])
  }
  for (const duellist of duellists) await duellist.finish(server.url)
  expect(await server.stop()).toEqual({ code: 0, signal: null })

  const stored = await readStoredZone(server.databasePath, zoneId)
  books.audit(stored.entities)
  expect([...books.wrong, ...findLost(duellists, stored, books)]).toEqual([])
  expect(duellists.flatMap(({ broken }) => broken)).toEqual([])
  expect(await checkIntegrity(server.databasePath)).toBe('ok')

  console.info(`${killed} kills: ${JSON.stringify(countWhatHappened(duellists, books, resumed))}`)
  if (killsMax > kills) expect(whatIsMissing(duellists, books, resumed)).toEqual([])
  expect(resumed.same + resumed.fought).toBeGreaterThan(kills)
}, 240_000)

test('[INV-E6, ACT-5] fights go on and end when everybody has gone, and when the server was killed meanwhile', async () => {
  let server = await start({ ...options, folder: freshFolder() })
  const { folder, databasePath } = server
  const operator = await signInOperator(server.url)
  const zoneId = await operator.createZone({
    module: 'space-combat',
    everyMs: 50,
    config: { map: 'fixture', combat: { roundTimeoutMs: 500 } },
  })
  const [ann, bob] = [await operator.guest('Ann'), await operator.guest('Bob')]
  const clients = [await connect(server.url, ann.token), await connect(server.url, bob.token)] as const
  for (const client of clients) {
    await client.watch(zoneId)
    expect(await client.intent(zoneId, { type: 'move', toSector: 1 })).toMatchObject({ outcome: 'applied' })
  }
  const garrison = { type: 'leave_fighters', sector: 1, quantity: 200, mode: 'offensive' }
  expect(await clients[0].intent(zoneId, garrison)).toMatchObject({ outcome: 'applied' })
  await clients[1].next('tick', ({ events }) => events.some(({ event }) => event === 'combat.started'))
  for (const client of clients) client.socket.terminate()

  const twoRounds = await waitForStored(databasePath, zoneId, ({ entities }) => logOf(entities).length >= 2)
  await waitUntil(async () => (await operator.health()).connections === 0)
  expect(twoRounds.entities.filter(({ kind }) => kind === 'encounter')).toHaveLength(1)
  server.signal('SIGKILL')
  await server.exited
  server = await start({ ...options, folder })
  const { entities } = await waitForStored(databasePath, zoneId, (stored) =>
    stored.entities.some(({ kind }) => kind === 'battle'),
  )

  const rounds = logOf(entities)
  expect(rounds.map(({ round }) => round)).toEqual(rounds.map((_, index) => index + 1))
  expect(rounds.length).toBeGreaterThan(2)
  // Each was open for as long as it had to be, as nobody submitted anything.
  for (const [index, { at }] of rounds.slice(1).entries())
    expect(at - (rounds[index]?.at ?? 0)).toBeGreaterThanOrEqual(500)
  expect(entities.some(({ kind }) => kind === 'encounter')).toBe(false)
  const ships = entities.filter(({ kind }) => kind === 'ship')
  const lost = rounds.flatMap((round) => round.entries).reduce((sum, entry) => sum - entry.fightersDelta, 0)
  const left = [...ships, ...entities.filter(({ kind }) => kind === 'garrison')]
  expect(left.reduce((sum, { data }) => sum + Number(data.fighters), 0)).toBe(600 - lost)
  expect(await server.stop()).toEqual({ code: 0, signal: null })
})

test('a fight from the first move to the salvage, over two plain sockets', async () => {
  const server = await start({ ...options, folder: freshFolder() })
  const operator = await signInOperator(server.url)
  const zoneId = await operator.createZone({ module: 'space-combat', everyMs: 50, config: { map: 'fixture' } })
  const [hunter, prey] = [await operator.guest('Ann'), await operator.guest('Bob')]
  const ann = await connect(server.url, hunter.token)
  const bob = await connect(server.url, prey.token)
  for (const client of [ann, bob]) {
    await client.watch(zoneId, 'delta')
    expect(await client.intent(zoneId, { type: 'move', toSector: 1 })).toMatchObject({ outcome: 'applied' })
  }
  const ship = { playerId: hunter.playerId, shipType: 'sovereign_starcruiser' }
  expect(await operator.debugIntent(zoneId, { type: 'set_ship', payload: ship })).toMatchObject({ outcome: 'applied' })

  const garrison = { type: 'leave_fighters', sector: 1, quantity: 1_000, mode: 'offensive' }
  expect(await ann.intent(zoneId, garrison)).toMatchObject({ outcome: 'applied' })
  const started = await bob.next('tick', ({ events }) => events.some(({ event }) => event === 'combat.started'))
  const { payload } = started.events.find(({ event }) => event === 'combat.started') ?? {}
  const { combatId } = payload as { combatId: string }
  const attack = { action: 'attack', targetId: prey.playerId, commit: 2_000 }
  expect(await ann.intent(zoneId, { type: 'combat_action', combatId, ...attack })).toMatchObject({ outcome: 'applied' })
  expect(await bob.intent(zoneId, { type: 'combat_action', combatId, action: 'brace' })).toMatchObject({
    outcome: 'applied',
  })
  // All have submitted, so nobody waits for the deadline.
  const over = await ann.next('tick', ({ events }) => events.some(({ event }) => event === 'combat.ended'))
  const ended = over.events.find(({ event }) => event === 'combat.ended')?.payload
  expect(ended).toMatchObject({ combatId, result: `${prey.playerId}_defeated`, round: 1 })

  const seen = [...(ann.views(zoneId).at(-1)?.entities.values() ?? [])]
  const salvage = seen.find(({ kind }) => kind === 'salvage')
  expect(salvage?.data).toMatchObject({ scrap: 25, credits: 0, loserName: 'Bob' })
  const { outcome, tick = 0 } = await ann.intent(zoneId, { type: 'collect_salvage', salvageId: salvage?.id })
  expect(outcome).toBe('applied')
  const after = (await ann.viewAt(zoneId, tick))?.entities
  // All of Bob's credits, and his scrap as equipment.
  expect(after?.get(`ship:${hunter.playerId}`)?.data).toMatchObject({ credits: 2_000, cargo: { equipment: 25 } })
  expect([...(after?.values() ?? [])].filter(({ kind }) => kind === 'salvage')).toEqual([])
  expect((await bob.viewAt(zoneId, tick))?.entities.get(`ship:${prey.playerId}`)?.data).toMatchObject({
    shipType: 'escape_pod',
    fighters: 0,
    credits: 0,
  })
  expect(await server.stop()).toEqual({ code: 0, signal: null })
})

/** How often each kind of thing has happened, so that all this is not about nothing. */
function countWhatHappened(duellists: readonly Duellist[], books: RegionBooks, resumed: Resumed) {
  const asked = duellists.flatMap(({ applied }) => applied.map(({ intent }) => intent))
  const count = (type: string) => asked.filter((intent) => intent.type === type).length
  const entries = books.rounds.flatMap((round) => round.entries)
  const wrecks = entries.filter(({ fightersRemaining, fightersDelta }) => fightersRemaining === 0 && fightersDelta < 0)
  const tolls = entries.filter(({ action }) => action === 'pay')
  return {
    ...{ rounds: books.rounds.length, wrecks: wrecks.length, tolls: tolls.length },
    ...{ actions: count('combat_action'), garrisons: count('leave_fighters'), salvage: count('collect_salvage') },
    ...{ resumed: resumed.same, due: resumed.fought, foretold: resumed.foretold },
  }
}

/** A machine that is slow to start finds every round due: `resumed` is the clock's to give, not the rules'. */
function whatIsMissing(...played: Parameters<typeof countWhatHappened>): string[] {
  const { resumed, ...happened } = countWhatHappened(...played)
  return Object.entries(happened).flatMap(([kind, times]) => (times === 0 ? kind : []))
}

/** Looks into the database until it is so, without a word to the server. */
async function waitForStored(path: string, zoneId: string, isSo: (stored: Seen) => boolean): Promise<Seen> {
  let stored = await readStoredZone(path, zoneId)
  await waitUntil(async () => {
    stored = await readStoredZone(path, zoneId)
    return isSo(stored)
  })
  return stored
}

/** The rounds of the only fight there is, or was. */
function logOf(entities: Seen['entities']): readonly Round[] {
  const fight = entities.find(({ kind }) => kind === 'encounter' || kind === 'battle')
  return (fight?.data.log ?? []) as unknown as readonly Round[]
}

/** Pairs of captains in the same sectors, each with a ship that can fight for a while. */
async function settleIn(operator: Operator, zoneId: string, duellists: readonly Duellist[]): Promise<void> {
  for (const [index, { player }] of duellists.entries()) {
    const client = await connect(operator.url, player.token)
    await client.watch(zoneId)
    await client.close()
    await operator.debugIntent(zoneId, { type: 'set_ship', payload: { playerId: player.playerId, ...raider } })
    const sector = 1 + 2 * Math.floor(index / 2)
    await operator.debugIntent(zoneId, { type: 'place', payload: { playerId: player.playerId, sector } })
  }
}

/** Who has lost the ship gets another one; not in a fight. */
async function giveShips(
  operator: Operator,
  zoneId: string,
  duellists: readonly Duellist[],
  books: RegionBooks,
): Promise<void> {
  const { entities } = await fullState(operator, zoneId)
  for (const { player } of duellists) {
    const ship = entities.find(({ id }) => id === `ship:${player.playerId}`)
    if (ship?.data.shipType !== 'escape_pod') continue
    const payload = { playerId: player.playerId, ...raider }
    const { outcome } = await operator.debugIntent(zoneId, { type: 'set_ship', payload })
    if (outcome === 'applied') books.granted({ fighters: raider.fighters, goods: units(raider.cargo) })
  }
}

async function fullState(operator: Operator, zoneId: string): Promise<Seen> {
  const state = await operator.rest('GET', `/v1/zones/${zoneId}/state?full=true`)
  return { ...state, at: Date.parse(state.at) }
}

/** All come in and play until so many results are here. */
async function playUntil(url: string, duellists: readonly Duellist[], enough: number): Promise<void> {
  let results = 0
  await new Promise<void>((resolve, reject) => {
    const onResult = () => {
      results += 1
      if (results >= enough) resolve()
    }
    Promise.all(duellists.map((duellist) => duellist.enter(url, onResult))).catch(reject)
  })
}

/** What players were told and is not stored: a tick, or an action in a fight. */
function findLost(duellists: readonly Duellist[], stored: Seen, books: RegionBooks): string[] {
  return duellists.flatMap(({ player, tick, applied }) => {
    const ahead = tick > stored.tick ? [`${player.displayName} was told of tick ${tick}, stored is ${stored.tick}`] : []
    const actions = applied.filter(({ intent }) => intent.type === 'combat_action')
    const forgotten = actions.filter(({ intent }) => !isStored(player.playerId, intent, stored, books))
    return [...ahead, ...forgotten.map(({ intent }) => `${player.displayName}: ${JSON.stringify(intent)} is lost`)]
  })
}

/** It waits for its round to be fought, or it was fought with it. */
function isStored(playerId: string, intent: Record<string, unknown>, stored: Seen, books: RegionBooks): boolean {
  const combatId = String(intent.combatId)
  const encounter = stored.entities.find(({ id }) => id === combatId)?.data
  const waiting = encounter?.round === intent.round ? (encounter?.pending as unknown as readonly Action[]) : undefined
  const fought = books.round(combatId, Number(intent.round))?.entries.filter(({ timedOut }) => !timedOut)
  const own = [...(waiting ?? []), ...(fought ?? [])].filter(({ id }) => id === playerId)
  const [action] = own
  if (own.length !== 1 || action === undefined) return false
  // A payment that could not be made braces.
  if (intent.action === 'pay') return action.action === 'pay' || action.action === 'brace'
  return action.action === intent.action && action.targetId === (intent.targetId ?? null)
}

type Action = { readonly id: string; readonly action: string; readonly targetId: string | null }
