import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { IntentResult, JoinedZone } from '@gridtick/client'
import { createGameServer, createLogger, type GameServer } from '@gridtick/server'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { WebSocket } from 'ws'
import { createClient } from '../../framework/client/src/create-client.ts'
import { platformRuntime } from '../../framework/client/src/runtime.ts'
import { createRandom, type SeededRandom } from '../../framework/engine/src/kernel/random.ts'
import { authSecret, debugUser } from '../integration/debug-user.ts'
import { freshFolder } from '../integration/fresh-folder.ts'
import { bank } from '../integration/modules/bank.ts'
import { doorman } from '../integration/modules/doorman.ts'
import { call, type Operator, type Player, signInOperator } from '../integration/operator.ts'
import { startServer } from '../integration/server-process.ts'
import { connect } from '../integration/test-client.ts'
import { lossySockets } from './lossy-socket.ts'
import { startUnreliableProxy } from './unreliable-proxy.ts'

const accounts = 6
const limits = {
  handshakesPerPlayerPerMinute: 10_000,
  handshakesPerAddressPerSecond: 10_000,
  unauthenticatedPerAddressMax: 1_000,
  messagesPerSecond: 100,
  heartbeatMs: 200,
  silenceMs: 1_000,
}

/** What waits for a timer waits a twentieth: the bounds on the delays of real life would be the length of this test. */
const hasty = { ...platformRuntime, after: (ms: number, call: () => void) => platformRuntime.after(ms / 20, call) }

const ends: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})

function databaseFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'gridtick-client-'))
  ends.push(async () => rmSync(folder, { recursive: true }))
  return folder
}

async function startHere(folder: string): Promise<Pick<GameServer, 'url' | 'stop'>> {
  const server = await createGameServer({
    zoneThread: 'linked',
    modules: [bank, doorman],
    databaseUrl: `file:${join(folder, 'gridtick.db')}`,
    databaseSync: 'normal',
    port: 0,
    host: '127.0.0.1',
    allowedHosts: ['127.0.0.1'],
    authSecret,
    debugUser: { name: debugUser.username, password: debugUser.password },
    limits,
    logger: createLogger({ level: 'silent' }),
    onCorrupt: (error) => {
      throw error
    },
  }).start()
  let stopped: Promise<void> | undefined
  const stop = () => {
    stopped ??= server.stop()
    return stopped
  }
  ends.push(stop)
  return { url: server.url, stop }
}

const portOf = ({ url }: { readonly url: string }) => Number(new URL(url).port)

/** A player who goes on asking for transfers, over whatever network, and remembers what became of them. */
async function startTeller(options: {
  readonly url: string
  readonly player: Player
  readonly zoneId: string
  readonly random: SeededRandom
  readonly mode: 'full' | 'delta'
}) {
  const { url, player, zoneId, random, mode } = options
  const client = createClient({ url, token: player.token, WebSocket, mode }, hasty)
  ends.push(() => client.close())
  const zone = await client.join<typeof bank>(zoneId)
  const results = new Map<string, IntentResult>()
  const views: { readonly tick: number; readonly entities: readonly unknown[] }[] = []
  const keep = () => views.push({ tick: zone.view.tick, entities: entitiesOf(zone.view.entities.values()) })
  keep()
  zone.on('tick', keep)
  let asked = 0

  async function ask(): Promise<void> {
    asked += 1
    const key = `${player.displayName}-${asked}`
    const from = random.int(0, accounts - 1)
    const to = (from + random.int(1, accounts - 1)) % accounts
    results.set(key, await zone.send('transfer', { key, from, to, cents: random.int(1, 400) }))
  }

  return {
    zone: zone as unknown as JoinedZone,
    views,
    results,
    /** Asks for so many, up to eight at a time. */
    async work(count: number): Promise<void> {
      const one = async () => {
        for (let done = 0; done < count / 8; done++) await ask()
      }
      await Promise.all(Array.from({ length: 8 }, one))
    },
    get asked() {
      return asked
    },
  }
}

type Teller = Awaited<ReturnType<typeof startTeller>>

const entitiesOf = (entities: Iterable<{ readonly id: string }>) =>
  [...entities].sort((one, other) => (one.id < other.id ? -1 : 1))

/** Every intent has a result, and what was told to be so is so, once. */
async function expectTrueBooks(operator: Operator, zoneId: string, tellers: readonly Teller[]): Promise<void> {
  const told = tellers.flatMap(({ results }) => [...results])
  expect(told).toHaveLength(tellers.reduce((sum, { asked }) => sum + asked, 0))
  const refused = told.flatMap(([, result]) => (result.outcome === 'refused' ? [result.code] : []))
  expect([...new Set(refused)].filter((code) => code !== 'no_funds')).toEqual([])
  const applied = told.flatMap(([key, { outcome }]) => (outcome === 'applied' ? [key] : []))
  const { entities } = await operator.rest('GET', `/v1/zones/${zoneId}/state?full=true`)
  const receipts = entities.filter(({ kind }: { kind: string }) => kind === 'receipt')
  expect(receipts.map(({ data }: { data: { key: string } }) => data.key).sort()).toEqual(applied.sort())
}

/** The client's own view is the one that the server gives this player. */
async function expectTrueView(url: string, zoneId: string, { zone }: Teller, { token }: Player): Promise<void> {
  await vi.waitFor(async () => {
    const { body } = await call(url, { path: `/v1/zones/${zoneId}/state`, token })
    expect(body.tick).toBeGreaterThanOrEqual(zone.view.tick)
    expect(entitiesOf(zone.view.entities.values())).toEqual(entitiesOf(body.entities))
    expect(zone.view.extras).toEqual(body.extras)
  }, 10_000)
}

describe('a network that cuts, delays, throttles, bunches, half-closes and swallows', () => {
  test.each([1, 2])('[SDK-3] [SDK-4] no intent is lost or doubled, and no view is wrong (seed %i)', async (seed) => {
    const random = createRandom(`network ${seed}`)
    const server = await startHere(databaseFolder())
    const operator = await signInOperator(server.url)
    const zoneId = await operator.createZone({ module: 'bank', config: { accounts } })
    const observer = await connect(server.url, (await operator.guest('observer')).token)
    await observer.watch(zoneId, 'full')
    const proxy = await startUnreliableProxy({ port: portOf(server), random })
    ends.push(() => proxy.stop())

    const players = await Promise.all(['ann', 'bob', 'cid'].map((name) => operator.guest(name)))
    const tellers = await Promise.all(
      players.map((player, index) =>
        startTeller({
          ...{ url: proxy.url, player, zoneId, random: random.fork(player.displayName) },
          mode: index === 0 ? 'full' : 'delta',
        }),
      ),
    )
    const working = tellers.map((teller) => teller.work(160))
    await vi.waitFor(
      () => expect([...proxy.met.values()].reduce((sum, count) => sum + count, 0)).toBeGreaterThan(18),
      15_000,
    )
    proxy.calm()
    await Promise.all(working)

    await expectTrueBooks(operator, zoneId, tellers)
    for (const [index, teller] of tellers.entries())
      await expectTrueView(server.url, zoneId, teller, players[index] as Player)
    // What was shown on the way is what somebody with a good connection was shown of the same tick.
    const good = observer.views(zoneId)
    for (const { views } of tellers)
      for (const { tick, entities } of views)
        expect(entities).toEqual(entitiesOf(good.findLast((view) => view.tick <= tick)?.entities.values() ?? []))
    expect(tellers.flatMap(({ views }) => views).length).toBeGreaterThan(50)
    await observer.close()
  })
})

describe('a server that ends and comes back on the same database', () => {
  async function playOver(options: {
    readonly url: string
    /** Ends the server and answers with the address of the next. */
    readonly restart: () => Promise<string>
  }): Promise<void> {
    const { restart } = options
    const operator = await signInOperator(options.url)
    const zoneId = await operator.createZone({ module: 'bank', config: { accounts } })
    const player = await operator.guest('ann')
    const random = createRandom('restart')
    const proxy = await startUnreliableProxy({ port: portOf(options), random })
    proxy.calm()
    ends.push(() => proxy.stop())
    const teller = await startTeller({ url: proxy.url, player, zoneId, random, mode: 'delta' })
    const working = teller.work(160)
    let { url } = options
    for (const share of [30, 80]) {
      await vi.waitFor(() => expect(teller.results.size).toBeGreaterThan(share), 15_000)
      url = await restart()
      proxy.leadTo(portOf({ url }))
    }
    await working
    await expectTrueBooks(await signInOperator(url), zoneId, [teller])
    await expectTrueView(url, zoneId, teller, player)
  }

  test('[SDK-1] [SDK-5] stopped and started again: what it turned away is carried out by the next one, once', async () => {
    const folder = databaseFolder()
    let server = await startHere(folder)
    const restart = async () => {
      await server.stop()
      server = await startHere(folder)
      return server.url
    }
    await playOver({ url: server.url, restart })
  })

  test('[SDK-1] [SDK-4] killed and started again: no intent is lost or doubled', async () => {
    const options = { folder: freshFolder(), modules: ['bank.ts'], limits }
    let server = await startServer(options)
    ends.push(() => server.stop())
    const restart = async () => {
      server.signal('SIGKILL')
      await server.exited
      server = await startServer(options)
      return server.url
    }
    await playOver({ url: server.url, restart })
  })
})

describe('a membership that ends while the connection is lost', () => {
  test.each(['removed', 'left'])(
    '[SDK-4] %s, and joined anew: what was carried out in it is told to be lost, and not carried out again',
    async (how) => {
      const server = await startHere(databaseFolder())
      const operator = await signInOperator(server.url)
      const zoneId = await operator.createZone({ module: 'doorman' })
      const marks = async (): Promise<string[]> => {
        const { entities } = await operator.rest('GET', `/v1/zones/${zoneId}/state?full=true`)
        return entities.map(({ data }: { data: { key: string } }) => data.key).sort()
      }
      const { token, playerId } = await operator.guest('ann')
      const network = lossySockets()
      const url = `${server.url.replace('http', 'ws')}/v1/ws`
      const client = createClient({ url, token, WebSocket: network.WebSocket }, hasty)
      ends.push(() => client.close())
      const zone = await client.join<typeof doorman>(zoneId)

      // The first intent of the membership: by its number alone the next membership could not tell.
      network.deafen()
      const lost = zone.send('mark', { key: 'lost' })
      await vi.waitFor(async () => expect(await marks()).toEqual(['lost']), 5_000)
      network.cut()
      await vi.waitFor(() => expect(client.status.phase).toBe('reconnecting'))
      const unsent = zone.send('mark', { key: 'unsent' })
      if (how === 'removed') await operator.debugIntent(zoneId, { type: 'dismiss', payload: { playerId } })
      else {
        const other = await connect(server.url, token)
        other.send({ type: 'leave', zoneId })
        await other.next('unsubscribed')
        await other.close()
      }
      network.mend()

      expect(await lost).toMatchObject({ outcome: 'refused', code: 'seq_too_old' })
      expect(await unsent).toMatchObject({ outcome: 'applied' })
      expect(await marks()).toEqual(['lost', 'unsent'])
    },
  )
})
