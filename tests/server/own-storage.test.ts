import type { Storage, StorageContext } from '@gridtick/engine/ports'
import { createGameServer, createLogger, type GameServerOptions, StorageError } from '@gridtick/server'
import { createMemoryStorage } from '@gridtick/storage-memory'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { authSecret, debugUser } from '../integration/debug-user.ts'
import { bank } from '../integration/modules/bank.ts'
import { call, signInOperator } from '../integration/operator.ts'
import { connect } from '../integration/test-client.ts'

const ends: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})

async function start(option: Pick<GameServerOptions, 'storage'>) {
  const server = await createGameServer({
    ...option,
    modules: [bank],
    port: 0,
    host: '127.0.0.1',
    allowedHosts: ['127.0.0.1'],
    authSecret,
    debugUser: { name: debugUser.username, password: debugUser.password },
    logger: createLogger({ level: 'silent' }),
    onCorrupt(error) {
      throw error
    },
  } as GameServerOptions).start()
  let stopped: Promise<void> | undefined
  const stop = () => {
    stopped ??= server.stop()
    return stopped
  }
  ends.push(stop)
  return { url: server.url, stop }
}

describe('a server on a storage that it is given', () => {
  test('[STORE-2] plays a game over REST and sockets, and the next server on the same storage goes on with it', async () => {
    const storage = createMemoryStorage()
    const first = await start({ storage })
    const operator = await signInOperator(first.url)
    const zoneId = await operator.createZone({ module: 'bank', config: { accounts: 2, cents: 100 } })
    const account = { username: 'ann', password: 'a long password' }
    expect((await call(first.url, { path: '/v1/auth/register', body: account })).status).toBe(201)
    const player = await operator.guest('Ann')
    const client = await connect(first.url, player.token)
    await client.watch(zoneId)
    const transfer = { type: 'transfer', key: 'k1', from: 0, to: 1, cents: 30 }
    expect(await client.intent(zoneId, transfer, { seq: 1 })).toMatchObject({ outcome: 'applied', seq: 1 })
    const paid = { path: `/v1/zones/${zoneId}/state`, token: player.token }
    await first.stop()

    const second = await start({ storage })
    const { body } = await call(second.url, paid)
    const shown: readonly { readonly id: string; readonly data: object }[] = body.entities
    expect(shown.map(({ id, data }) => [id, data])).toEqual([
      ['a0', { cents: 70 }],
      ['a1', { cents: 130 }],
    ])
    expect((await call(second.url, { path: '/v1/auth/login', body: account })).status).toBe(200)
    const again = await connect(second.url, player.token)
    await again.watch(zoneId)
    expect(await again.next('subscribed')).toMatchObject({ lastSeq: 1 })
  })

  test('[STORE-2] closes what it had opened for it, also where it does not start; what was open stays open', async () => {
    const storage = createMemoryStorage()
    const close = vi.spyOn(storage, 'close')
    const open = vi.fn(async (_: StorageContext): Promise<Storage> => storage)
    await (await start({ storage })).stop()
    expect(close).not.toHaveBeenCalled()
    const server = await start({ storage: open })
    expect(close).not.toHaveBeenCalled()
    await server.stop()
    expect([open.mock.calls.length, close.mock.calls.length]).toEqual([1, 1])
    vi.spyOn(storage.clock, 'readClock').mockRejectedValue(new StorageError('io', 'nobody can read it'))
    await expect(start({ storage: open })).rejects.toThrow('nobody can read it')
    await expect(start({ storage })).rejects.toThrow('nobody can read it')
    expect(close).toHaveBeenCalledTimes(2)
  })

  test('[STORE-2] [FAIL-5] hears from it of trouble and slow operations, and tries to write again', async () => {
    let context: StorageContext | undefined
    const storage = createMemoryStorage()
    const { url } = await start({
      storage: async (given) => {
        context = given
        return storage
      },
    })
    const health = async () => (await call(url, { path: '/health' })).body.database
    expect(await health()).toBe('ok')
    context?.onDuration(60_000)
    expect(await health()).toBe('slow')
    const probe = vi.spyOn(storage, 'probe')
    context?.onTrouble(new StorageError('full', 'No space is left.'))
    expect(await health()).toBe('unavailable')
    await vi.waitFor(() => expect(probe).toHaveBeenCalled(), { timeout: 15_000 })
    await vi.waitFor(async () => expect(await health()).toBe('slow'), { timeout: 15_000 })
  })

  test('[STORE-2] tells a storage that asks for it where it listens', async () => {
    const noteUrl = vi.fn()
    const { url } = await start({ storage: { ...createMemoryStorage(), noteUrl } })
    expect(noteUrl.mock.calls).toEqual([[url]])
  })

  test.each([
    ['none', {}],
    ['two', { storage: createMemoryStorage(), databaseUrl: 'file:./game.db' }],
  ])('[STORE-2] is refused with %s, and is told what to name', async (_, option) => {
    await expect(start(option)).rejects.toThrow(/Name either a databaseUrl, for example "file:.*", or a storage/)
  })
})
