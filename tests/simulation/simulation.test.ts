import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { assert } from '../../framework/core/src/kernel/assert.ts'
import { createRandom, type SeededRandom } from '../../framework/engine/src/kernel/random.ts'
import { size } from '../lanes/size.ts'
import { createWorld, type World } from '../zone/world.ts'
import { bank, goldTotal } from './bank.ts'
import { SimulatedClient } from './client.ts'
import { createInvariants } from './invariants.ts'

const residents = ['ann', 'bob', 'cem', 'dan']
const tourists = ['eve', 'fay']

/** A server's life from a seed: clients come and go, are slow, ask twice; commits fail, the process dies. */
async function simulate(seed: number, ticks: number) {
  const world = await createWorld(bank, {
    seed: `bank ${seed}`,
    limits: { failuresMax: 1_000_000, settledSeqsMax: 16 },
    // Checking every message costs more than all else; some of the lives are enough.
    isChecking: seed % 20 === 1,
  })
  const random = createRandom(`simulation ${seed}`)
  const clients = [...residents, ...tourists].map((playerId) => new SimulatedClient(world, playerId))
  const invariants = createInvariants(world)
  const hashes: string[] = []
  const linksOf = () => clients.flatMap(({ link }) => (link === undefined ? [] : [link]))

  for (let tick = 0; tick < ticks; tick++) {
    if (random.chance(0.02)) {
      world.restart()
      for (const client of clients) client.forget()
    }
    for (const client of clients) await act(world, client, random)
    planFaults(world, random)
    await world.beat()
    world.storage.faults.clear()
    for (const client of clients) client.read()
    hashes.push(await invariants.check(linksOf()))
    assert((await goldOf(world)) === goldTotal, 'gold is neither made nor lost')
  }

  await converge(world, clients)
  hashes.push(await invariants.check(linksOf()))
  await expectSettled(world, clients)
  const sent = createHash('sha256')
  for (const { links } of clients) for (const { texts } of links) for (const text of texts) sent.update(text)
  return { states: hashes.join(' '), bytes: sent.digest('hex') }
}

async function act(world: World, client: SimulatedClient, random: SeededRandom): Promise<void> {
  const isTourist = tourists.includes(client.playerId)
  if (client.link === undefined) {
    if (random.chance(0.4)) await client.connect(random.chance(0.3) ? 'full' : 'delta')
  } else if (random.chance(0.03)) client.disconnect()
  else if (random.chance(0.1)) world.setCongested(client.link, random.chance(0.5))
  if (client.link !== undefined && isTourist && random.chance(0.1)) {
    await world.leave(client.link).catch(() => undefined)
    client.disconnect()
  }
  if (!isTourist) {
    const pay = { to: random.pick([...residents, ...tourists]), gold: random.int(1, 60) }
    if (random.chance(0.5)) client.wish('pay', pay)
    if (random.chance(0.005)) client.wish('explode', {})
    await client.send()
    if (random.chance(0.1) && client.lastSeq > 0) await client.resend(random.int(1, client.lastSeq), 'pay', pay)
  }
}

function planFaults(world: World, random: SeededRandom): void {
  if (!random.chance(0.1)) return
  const kind = random.pick(['io', 'busy', 'full', 'unknown'] as const)
  world.storage.faults.failNext({ operation: 'commit', kind, when: random.pick(['before', 'after'] as const) })
  if (random.chance(0.4)) world.storage.faults.failNext({ operation: 'settle', kind })
}

async function goldOf(world: World): Promise<number> {
  const stored = await world.stored()
  return (stored?.entities ?? []).reduce((sum, { data }) => sum + (data as { gold: number }).gold, 0)
}

/** Nothing fails any more: everybody comes back, and asks again for what has no result. */
async function converge(world: World, clients: readonly SimulatedClient[]): Promise<void> {
  for (let beat = 0; beat < 200; beat++) {
    for (const client of clients) {
      if (client.link === undefined) await client.connect()
      else world.setCongested(client.link, false)
      await client.send()
    }
    await world.beat()
    for (const client of clients) client.read()
    const isQuiet = world.zone?.queue.size === 0 && world.zone.isolation === undefined
    if (isQuiet && clients.every(({ isWaiting, link }) => !isWaiting && link !== undefined)) return
  }
  throw new Error('it never came to rest')
}

async function expectSettled(world: World, clients: readonly SimulatedClient[]): Promise<void> {
  const stored = await world.stored()
  expect(stored?.zone.status).toBe('open')
  for (const { link, playerId, outcomes, lastSeq } of clients) {
    const state = await world.host.readState({ zoneId: world.zoneId, as: playerId })
    const entities = state.ok
      ? [...state.value.entities].sort((one, other) => (String(one.id) < String(other.id) ? -1 : 1))
      : []
    expect(link?.player.view.entities).toEqual(entities)
    if (tourists.includes(playerId)) continue
    const count = (outcome: string) => [...outcomes.values()].filter((one) => one === outcome).length
    const account = stored?.entities.find(({ ownerId }) => ownerId === playerId)?.data as {
      paid: number
      asked: number
    }
    // Exactly once: what the client was told is what the account counted.
    expect(outcomes.size).toBe(lastSeq)
    expect(account.paid).toBe(count('applied'))
    expect(account.asked).toBe(count('applied') + count('no_gold'))
  }
}

const lives = size({ usual: 2, long: 300 })

test(
  `[DUR-1] [STEP-5] [FAIL-2] [CONN-4] ${lives} lives of a server: every invariant holds after every tick`,
  async () => {
    for (let seed = 1; seed <= lives; seed++)
      await simulate(seed, 200).catch((error: unknown) => {
        throw new Error(`seed ${seed}`, { cause: error })
      })
  },
  size({ usual: 60_000, long: 900_000 }),
)

test('[MOD-1] the same seed gives the same states and the same bytes', async () => {
  for (let seed = 1; seed <= size({ usual: 1, long: 20 }); seed++)
    expect(await simulate(seed, 60)).toEqual(await simulate(seed, 60))
  expect((await simulate(1, 20)).bytes).not.toBe((await simulate(2, 20)).bytes)
})
