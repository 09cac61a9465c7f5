import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, expect, test } from 'vitest'
import { size } from '../lanes/size.ts'
import { freshFolder } from './fresh-folder.ts'
import { type Operator, signInOperator } from './operator.ts'
import { type RunningServer, startServer } from './server-process.ts'
import { checkIntegrity, readStoredZone } from './stored-zone.ts'
import { Teller } from './teller.ts'

const rounds = [
  { where: 'linked', kills: size({ usual: 3, long: 25 }) },
  // Zones on a thread of their own.
  { where: '1', kills: size({ usual: 2, long: 25 }) },
]
const accounts = 10
const seed = 20_26

/** A small generator with a seed, so that the moments can be repeated as far as a running process can. */
function createRandom(from: number): () => number {
  let state = from
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

let server: RunningServer
afterAll(() => server?.signal('SIGKILL'))

test.each(rounds)(
  '[DUR-1] [THREAD-1] $kills times killed under load (ZONE_THREAD=$where): what was acknowledged is stored, nothing happened twice, no money is lost',
  async ({ where, kills }) => {
    const random = createRandom(seed)
    const options = {
      settings: { ZONE_THREAD: where },
      folder: freshFolder(),
      modules: ['bank.ts'],
      limits: {
        ...{ messagesPerSecond: 10_000, messagesBurst: 10_000, handshakesPerPlayerPerMinute: 1_000 },
        // So short a journal is folded all the time; the other one is as it ships.
        ...(where === 'linked' ? { journalTicksMax: 16 } : {}),
      },
    }
    server = await startServer(options)
    const operator: Operator = await signInOperator(server.url)
    const zoneId = await operator.createZone({ module: 'bank', config: { accounts } })
    const tellers = await Promise.all(
      ['ann', 'bob', 'cleo', 'dan'].map(async (name) => {
        const player = await operator.guest(name)
        return new Teller({ player, zoneId, accounts, random })
      }),
    )

    for (let kill = 0; kill < kills; kill++) {
      await underLoad(server.url, tellers, random)
      // Results come right after a commit; a little later it hits whatever the server is at.
      await delay(random() * 30)
      server.signal('SIGKILL')
      expect(await server.exited).toEqual({ code: null, signal: 'SIGKILL' })
      server = await startServer(options)
      expect(server.stderr).toBe('')
    }
    for (const teller of tellers) await teller.finish(server.url)
    expect(await server.stop()).toEqual({ code: 0, signal: null })

    expect(tellers.flatMap(({ broken }) => broken)).toEqual([])
    const { entities } = await readStoredZone(server.databasePath, zoneId)
    const receipts = entities.flatMap(({ kind, data }) => (kind === 'receipt' ? [String(data.key)] : []))
    const applied = tellers.flatMap((teller) => teller.told('applied'))
    const refused = tellers.flatMap((teller) => teller.told('refused'))
    expect(new Set(receipts).size).toBe(receipts.length)
    // All have their result by now, so what was told and what is stored are the same.
    expect(receipts.toSorted()).toEqual(applied.toSorted())
    expect(applied.length + refused.length).toBe(tellers.reduce((sum, { asked }) => sum + asked, 0))
    const cents = entities.reduce((sum, { kind, data }) => sum + (kind === 'account' ? Number(data.cents) : 0), 0)
    expect(cents).toBe(accounts * 1_000)
    expect(await checkIntegrity(server.databasePath)).toBe('ok')

    const resent = tellers.reduce((sum, teller) => sum + teller.resent, 0)
    expect(applied.length).toBeGreaterThan(kills * 10)
    console.info(
      `${kills} kills: ${applied.length} intents acknowledged, ${refused.length} refused, ${resent} resent by seq`,
    )
  },
  150_000,
)

/** Everybody comes in and asks for as much as goes, until a random number of results is here; somebody reconnects meanwhile. */
async function underLoad(url: string, tellers: readonly Teller[], random: () => number): Promise<void> {
  const enough = 20 + Math.floor(random() * 150)
  const reconnectsAt = Math.floor(random() * enough)
  let results = 0
  let onEnough = () => {}
  let onReconnect = () => {}
  const reached = new Promise<void>((resolve) => {
    onEnough = resolve
  })
  const mayReconnect = new Promise<void>((resolve) => {
    onReconnect = resolve
  })
  const onResult = () => {
    results += 1
    if (results >= reconnectsAt) onReconnect()
    if (results >= enough) onEnough()
  }
  await Promise.all(tellers.map((teller) => teller.enter(url, onResult)))
  await mayReconnect
  const [restless] = tellers
  if (random() < 0.5) restless?.leave()
  await restless?.enter(url, onResult)
  await reached
}
