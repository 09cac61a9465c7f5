import {
  createGameServer,
  type GameServer,
  type GameServerOptions,
  RefusedError,
  StorageError,
  silentLogger,
} from '@gridtick/server'
import { createMemoryStorage } from '@gridtick/storage-memory'
import { Hono } from 'hono'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { createServerZones } from '../../framework/server/src/embedding/server-zones.ts'
import { helloGrid } from '../../modules/hello-grid/hello-grid.ts'
import { authSecret } from '../integration/debug-user.ts'
import { call } from '../integration/operator.ts'

const servers: GameServer[] = []
afterEach(async () => {
  for (const server of servers.splice(0)) await server.stop()
})

function create(more: Partial<GameServerOptions> = {}): GameServer {
  const storage = createMemoryStorage()
  const options = { storage, modules: [helloGrid], authSecret, logger: silentLogger, zoneThread: 'linked', ...more }
  const server = createGameServer(options as GameServerOptions)
  servers.push(server)
  return server
}

const request = { module: 'hello-grid', config: { width: 8, height: 8 }, name: 'Meadow' }
const refusal = (code: string) => expect.objectContaining({ name: 'RefusedError', code })

describe('zones', () => {
  test('[EMBED-2] are made, listed, read, operated and deleted', async () => {
    const { zones } = await create().start()
    const { id } = await zones.create(request)
    expect(await zones.get(id)).toMatchObject({ id, name: 'Meadow', status: 'open', module: 'hello-grid' })
    const other = await zones.create(request)
    const first = await zones.list({ limit: 1 })
    const second = await zones.list({ limit: 1, cursor: first.nextCursor ?? '' })
    expect([...first.zones, ...second.zones].map((zone) => zone.id).toSorted()).toEqual([id, other.id].toSorted())
    expect(await zones.players(id)).toEqual([])
    expect(await zones.change(id, { name: 'Heath' })).toMatchObject({ name: 'Heath' })
    expect(await zones.pause(id)).toMatchObject({ status: 'paused' })
    expect(await zones.step(id, 2)).toMatchObject({ ticks: 2, error: null })
    expect(await zones.resume(id)).toMatchObject({ status: 'open' })
    expect([await zones.delete(id), await zones.delete(id), await zones.get(id)]).toEqual([true, false, undefined])
  })

  test('[EMBED-2] what REST refuses is refused here, too, with the same codes', async () => {
    const { zones } = await create().start()
    await expect(zones.create({ module: 'chess' })).rejects.toEqual(refusal('not_found'))
    await expect(zones.create({ ...request, config: { width: -1 } })).rejects.toEqual(refusal('invalid'))
    await expect(zones.create({ ...request, name: ' ' })).rejects.toThrow('/name: must not be blank')
    await expect(zones.create({ ...request, size: 5 } as never)).rejects.toEqual(refusal('invalid'))
    await expect(zones.create({ ...request, config: { width: -1 } })).rejects.toThrow(
      'does not fit hello-grid. /config/width',
    )
    await expect(zones.create(undefined as never)).rejects.toThrow(/^It does not fit\. Invalid/)
    await expect(zones.list({ status: 'foo' as never })).rejects.toThrow('/status')
    await expect(zones.pause('nowhere')).rejects.toBeInstanceOf(RefusedError)
    await expect(zones.list({ limit: 0 })).rejects.toThrow('limit must be a whole number from 1 to')
    await expect(zones.list({ cursor: 'zzz' })).rejects.toThrow('/cursor: must be the nextCursor of the page before')
    const { id } = await zones.create(request)
    await expect(zones.step(id)).rejects.toEqual(refusal('conflict'))
    await expect(zones.step(id, 0.5)).rejects.toThrow('ticks must be a whole number from 1 to')
  })
})

test('[EMBED-2] what was asked of zones with what does not fit is refused by its place', async () => {
  const { zones } = await create().start()
  const { id } = await zones.create(request)
  await expect(zones.list(null as never)).rejects.toEqual(refusal('invalid'))
  await zones.pause(id)
  await expect(zones.resume(id, null as never)).rejects.toEqual(refusal('invalid'))
  await expect(zones.resume(id, { discardIntents: 'yes' as never })).rejects.toThrow('/discardIntents')
  expect((await zones.get(id))?.status).toBe('paused')
})

test('[EMBED-2] a call whose zones are gone before they answer is refused with a code', async () => {
  let isStopping = false
  const gone = Object.assign(new Error('gone'), { name: 'ZoneUnreachable' })
  const calls = {
    createZone: () => Promise.reject(gone),
    pauseZone: () => Promise.reject(new StorageError('io', 'shut')),
  }
  const limits = { stepTicksMax: 1, pageSizeMax: 1 }
  const zones = createServerZones(() => calls as never, { limits, isStopping: () => isStopping })
  await expect(zones.create(request)).rejects.toEqual(refusal('zone_unreachable'))
  await expect(zones.pause('z')).rejects.toMatchObject({ name: 'StorageError' })
  isStopping = true
  await expect(zones.create(request)).rejects.toEqual(refusal('shutting_down'))
  await expect(zones.pause('z')).rejects.toEqual(refusal('shutting_down'))
})

describe('events', () => {
  test('[EMBED-1] come in their order, to all who listen; one that throws disturbs nobody', async () => {
    const error = vi.fn()
    const server = create({ logger: { ...silentLogger, error } })
    const heard: unknown[] = []
    server.on('zoneCreated', () => {
      throw new Error('of the program')
    })
    server.on('zoneCreated', ({ name }) => heard.push(name))
    server.on('zonePaused', (event) => heard.push(event))
    const stop = server.on('zoneDeleted', () => heard.push('deleted'))
    const { zones } = await server.start()
    const { id } = await zones.create(request)
    await zones.pause(id)
    await zones.delete(id)
    stop()
    await zones.delete((await zones.create(request)).id)
    expect(heard).toEqual(['Meadow', { zoneId: id, module: 'hello-grid', error: null }, 'deleted', 'Meadow'])
    expect(error).toHaveBeenCalledWith(expect.objectContaining({ zoneId: id }), expect.stringContaining('zoneCreated'))
  })

  test('[EMBED-1] of no other name, and to no more listeners than can be meant', () => {
    const server = create()
    expect(() => server.on('zoneMade' as never, () => {})).toThrow('There are: zoneCreated, zonePaused')
    for (let count = 0; count < 100; count++) server.on('zonePaused', () => {})
    expect(() => server.on('zonePaused', () => {})).toThrow(RangeError)
  })
})

describe('own routes', () => {
  const app = new Hono<{ Bindings: { player: unknown } }>().basePath('/app')
  app.get('/me', (context) => context.json(context.env.player ?? null))
  app.post('/echo', async (context) => context.text(await context.req.text(), 201, { 'x-own': 'yes' }))
  app.get('/broken', () => {
    throw new Error('secret words')
  })
  const routes: GameServerOptions['routes'] = (request, { player }) => app.fetch(request, { player })

  test('[EMBED-3] answer below /app/, know who asks, and leave the others as they are', async () => {
    const { url } = await create({ routes }).start()
    const { body: guest } = await call(url, { path: '/v1/auth/guest', body: { displayName: 'Ann' } })
    expect((await call(url, { path: '/app/me' })).body).toBeNull()
    expect((await call(url, { path: '/app/me', token: guest.token })).body).toMatchObject({ displayName: 'Ann' })
    expect((await fetch(`${url}/app/nothing`)).status).toBe(404)
    expect((await fetch(`${url}/app`)).status).toBe(404)
    expect(await (await fetch(`${url}/v1/limits`)).json()).toHaveProperty('bodyBytesMax')
  })

  test('[EMBED-3] have what stands before all routes: bounds, hosts, headers, ids, and errors that tell nothing', async () => {
    const { url } = await create({ routes, basePath: '/games', limits: { bodyBytesMax: 10 } }).start()
    const echo = (body: string, path = '/app/echo') => fetch(url + path, { method: 'POST', body })
    const answer = await echo('ten bytes.', '/games/app/echo?a=1')
    expect([answer.status, await answer.text(), answer.headers.get('x-own')]).toEqual([201, 'ten bytes.', 'yes'])
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
    expect(answer.headers.get('x-request-id')).toBeTruthy()
    expect((await echo('eleven bytes')).status).toBe(413)
    expect((await fetch(`${url}/app/me`, { headers: { origin: 'https://evil.example' } })).status).toBe(403)
  })

  test('[EMBED-3] one that fails, or answers nothing, is answered for; the log says why', async () => {
    const error = vi.fn()
    const own = (request: Request) => {
      if (request.url.endsWith('throws')) throw new Error('secret words')
      return undefined as never
    }
    const { url } = await create({ routes: own, logger: { ...silentLogger, error } }).start()
    const answer = await fetch(`${url}/app/throws`)
    expect([answer.status, await answer.text()]).toEqual([500, expect.not.stringContaining('secret')])
    expect((await fetch(`${url}/app/other`)).status).toBe(500)
    expect(error.mock.calls.map(([{ err }]) => err.message)).toEqual([
      'secret words',
      'routes answered /app/other with something that is not a Response.',
    ])
  })
})

describe('a server', () => {
  test('[EMBED-4] does nothing before it is started, and nothing after it was stopped', async () => {
    const open = vi.fn(async () => createMemoryStorage())
    const server = create({ storage: open } as never)
    expect(open).not.toHaveBeenCalled()
    expect(() => server.url).toThrow('has not started yet')
    await expect(server.zones.list()).rejects.toThrow('has not started yet')
    await server.start()
    await expect(server.start()).rejects.toThrow('started once')
    await Promise.all([server.stop(), server.stop()])
    await expect(server.zones.list()).rejects.toThrow('was stopped')
    await expect(server.start()).rejects.toThrow('make another one')
  })

  test('[EMBED-4] that is stopped while it starts has stopped', async () => {
    const storage = createMemoryStorage()
    const close = vi.spyOn(storage, 'close')
    const server = create({ storage: async () => storage } as never)
    const starting = server.start()
    await server.stop()
    expect(close).toHaveBeenCalledTimes(1)
    await starting
    expect(() => server.url).toThrow('was stopped')
  })

  test('[EMBED-4] that could not start has not, and stopping it is not an error', async () => {
    const server = create({ storage: () => Promise.reject(new Error('no disk')) } as never)
    await expect(server.start()).rejects.toThrow('no disk')
    await server.stop()
  })

  test('is not made with a secret that is too short', () => {
    expect(() => create({ authSecret: 'short' })).toThrow('at least 32 bytes')
  })
})
