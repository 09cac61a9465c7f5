import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createClient } from 'gridtick/client'
import { afterAll, describe, expect, test, vi } from 'vitest'
import { WebSocket } from 'ws'
import { createSite } from '../../apps/console/create-site.ts'
import { createSignalHandler } from '../../apps/server/create-signal-handler.ts'
import { call, signInOperator } from '../integration/operator.ts'

const project = fileURLToPath(new URL('../../', import.meta.url))
// Not in the project, and with no package.json beside it.
const folder = mkdtempSync(join(tmpdir(), 'gridtick-dev-'))
const children: ChildProcess[] = []

afterAll(async () => {
  for (const child of children) if (child.exitCode === null) child.kill('SIGTERM')
  await Promise.all(children.map((child) => child.exitCode ?? once(child, 'exit')))
  rmSync(folder, { recursive: true, force: true })
})

/** A game that counts; by how much in a tick stands in a file of its own. */
const game = `import { defineModule } from 'gridtick'
import { z } from 'zod'
import { countSchema, grow } from './rules.ts'

export const tally = defineModule({
  name: 'tally',
  version: '1.0.0',
  stateVersion: 1,
  config: z.strictObject({}),
  entities: { sum: z.strictObject({ count: countSchema }) },
  intents: { wait: z.strictObject({}) },
  schedule: { kind: 'interval', everyMs: 50 },
  createZone: () => ({ create: [{ id: 'sum', kind: 'sum', x: 0, y: 0, data: { count: 0 } }] }),
  onTick: () => ({ update: [{ id: 'sum', inc: [[['data', 'count'], grow()]] }] }),
  getPlayerState: ({ base }) => ({ entities: base.entities.all() }),
})
`
const rules = (grow: string) => `import { z } from 'zod'

export const countSchema = z.int()
export const grow = (): number => ${grow}
`
const screen = (text: string) => `import { defineScreen } from 'gridtick/screen'
export const tallyScreen = defineScreen({ mount({ root }) { root.append('${text}'); return () => {} } })
`

const save = (name: string, text: string) => writeFileSync(join(folder, name), text)

/** The same one after each restart. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  return typeof address === 'object' && address !== null ? address.port : 0
}

async function startDev() {
  const port = await freePort()
  const child = spawn('npm', ['run', 'dev'], {
    cwd: project,
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      PORT: String(port),
      DATABASE_URL: `file:${join(folder, 'data/gridtick.db')}`,
      MODULES: `${join(folder, 'tally.ts')},hello-grid`,
      // Set, but to nothing: whatever a .env of this folder says does not count.
      ...{ AUTH_SECRET: '', DEBUG_USER: '', DEBUG_PASSWORD: '', LOG_LEVEL: 'error', ALLOWED_HOSTS: '', LIMITS: '' },
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    // As a terminal has it: what is typed there reaches this group of processes as a whole.
    detached: true,
  })
  children.push(child)
  const output = { text: '' }
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output.text += String(chunk)))
  const url = `http://127.0.0.1:${port}`
  const told = async () => (await call(url, { path: '/v1/dev' })).body
  const until = <Value>(look: () => Value | Promise<Value>) => vi.waitFor(look, { timeout: 20_000, interval: 50 })
  await until(() => expect(output.text).toContain(`gridtick listening on ${url}`))
  return { child, url, output, told, until }
}

describe('npm run dev', () => {
  test('saved rules count from the next tick on, broken ones are told and hurt nobody, and players stay', async () => {
    save('tally.ts', game)
    save('rules.ts', rules('1'))
    save('tally.screen.ts', screen('one'))
    const { child, url, output, told, until } = await startDev()
    expect(await told()).toMatchObject({ modules: [], zones: [], faults: [] })

    // The debug user is made up, so that there is a zone at once.
    const password = /debug user: debug, password: (\S+)/.exec(output.text)?.[1]
    const login = await call(url, { path: '/v1/auth/login', body: { username: 'debug', password } })
    expect(login.body.role).toBe('debug')
    const operator = await signInOperator(url, login.body.token)
    const zoneId = await operator.createZone({ module: 'tally' })
    const ann = await operator.guest('ann')
    const client = createClient({ url: `${url.replace('http', 'ws')}/v1/ws`, token: ann.token, WebSocket })
    const zone = await client.join(zoneId)
    const reconnecting = vi.fn()
    const ended = vi.fn()
    client.on('reconnecting', reconnecting)
    zone.on('ended', ended)
    const count = () => Number((zone.view.entities.get('sum')?.data as { count?: number } | undefined)?.count)
    await until(() => expect(count()).toBeGreaterThan(2))

    const before = { tick: zone.view.tick, count: count() }
    save('rules.ts', rules('1_000'))
    await until(() => expect(count()).toBeGreaterThan(1_000))
    expect(count() % 1_000).toBeGreaterThanOrEqual(before.count)
    expect(zone.view.tick).toBeGreaterThan(before.tick)
    expect(reconnecting).toHaveBeenCalled()

    // A syntax error: the module is gone, and the zone waits for it.
    save('rules.ts', rules('1 ]'))
    await until(async () => expect((await told()).modules).toHaveLength(1))
    const broken = await told()
    expect(broken.modules[0].entry).toBe(join(folder, 'tally.ts'))
    expect(broken.modules[0].message).toMatch(/rules\.ts:4:\d+/)
    expect(broken.zones).toMatchObject([
      { zoneId, module: 'tally', message: expect.stringMatching(/cannot be loaded/) },
    ])
    await until(() => expect(output.text).toMatch(/tally\.ts does not run: .*\n.*rules\.ts:4:\d+/))
    const waiting = await call(url, { path: `/v1/zones/${zoneId}`, token: operator.token })
    expect(waiting.body).toMatchObject({ status: 'open', error: expect.stringMatching(/cannot be loaded/) })
    const refused = await call(url, { path: `/v1/zones/${zoneId}/state`, token: ann.token })
    expect(refused).toMatchObject({ status: 503, body: { code: 'module_unavailable' } })
    expect((await call(url, { path: '/v1/modules' })).body.modules.map(({ name }: { name: string }) => name)).toEqual([
      'hello-grid',
    ])

    // Mended, but it throws in a tick: the zone is there again, is paused by that, and goes on with the next version.
    save('rules.ts', rules("{ throw new Error('no growth') }"))
    await until(() => expect(zone.status).toBe('paused'))
    const { modules, zones } = await told()
    expect(modules).toEqual([])
    const [failing] = zones
    expect(failing).toMatchObject({ zoneId, module: 'tally' })
    expect(failing.message).toMatch(/no growth.*rules\.ts:4:\d+/)
    expect(output.text).toContain('no growth')
    const paused = count()
    save('rules.ts', rules('1_000_000'))
    await until(() => expect(count()).toBeGreaterThan(paused + 1_000_000))
    expect(zone.status).toBe('open')
    expect(await told()).toMatchObject({ modules: [], zones: [], faults: [] })

    // A screen is no part of the server: the page is another one, and the server the same.
    const { pageVersion, startedAt } = await told()
    save('tally.screen.ts', screen('another'))
    await until(async () => expect((await told()).pageVersion).not.toBe(pageVersion))
    expect((await told()).startedAt).toBe(startedAt)

    // Ctrl-C stops it in order, and players are told.
    reconnecting.mockClear()
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGINT')
    expect(await once(child, 'exit')).toEqual([0, null])
    await until(() => expect(reconnecting.mock.calls[0]?.[0].reason).toBe('the server stops'))
    expect(output.text).not.toMatch(/force killing/i)
    await expect(call(url, { path: '/health' })).rejects.toThrow()

    expect(ended).not.toHaveBeenCalled()
    await client.close()
  }, 90_000)
})

describe('the version of the page', () => {
  const file = join(folder, 'tally.screen.ts')
  const siteOf = () => createSite({ screens: [{ module: 'tally', file }], isDevelopment: true, onFailure: () => {} })

  test('is the same for a server that starts anew, and another when a screen was saved, good or broken', async () => {
    save('tally.screen.ts', screen('a'))
    const site = siteOf()
    const versions = [await site.version()]
    expect(await siteOf().version()).toBe(versions[0])
    for (const text of [screen('ab'), 'export const = 1', screen('abcd')]) {
      save('tally.screen.ts', text)
      versions.push(await site.version())
      // The page is loaded anew, and is made anew for that.
      await site.read('index.html')
      expect(await site.version()).toBe(versions.at(-1))
    }
    expect(new Set(versions).size).toBe(4)
  })
})

describe('a signal to stop', () => {
  function stopper() {
    const calls: string[] = []
    let now = 1_000
    const signal = createSignalHandler({
      stop: () => calls.push('stop'),
      stopAtOnce: () => calls.push('stop at once'),
      now: () => now,
    })
    return {
      calls,
      at(ms: number) {
        now = 1_000 + ms
        signal()
        return calls
      },
    }
  }

  test('that comes twice within half a second, as from npm and the terminal, is one', () => {
    const { at } = stopper()
    expect(at(0)).toEqual(['stop'])
    expect(at(3)).toEqual(['stop'])
    expect(at(499)).toEqual(['stop'])
  })

  test('given again later means: at once', () => {
    const { at } = stopper()
    at(0)
    at(3)
    expect(at(500)).toEqual(['stop', 'stop at once'])
  })
})
