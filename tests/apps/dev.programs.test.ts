import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createClient } from '@gridtick/client'
import { createClient as openDatabase } from '@libsql/client'
import { afterAll, describe, expect, test, vi } from 'vitest'
import { WebSocket } from 'ws'
import { debugUser } from '../integration/debug-user.ts'
import { call, signInOperator } from '../integration/operator.ts'
import { asBuilt } from '../lanes/programs.ts'
import { longTest } from '../lanes/size.ts'

const project = fileURLToPath(new URL('../../', import.meta.url))
// Not in the project, and with no package.json beside it.
const scratch = mkdtempSync(join(tmpdir(), 'gridtick-dev-'))
const children: ChildProcess[] = []

afterAll(async () => {
  const running = children.filter(({ exitCode, signalCode }) => exitCode === null && signalCode === null)
  const ended = running.map((child) => once(child, 'exit'))
  for (const child of running) child.kill('SIGTERM')
  await Promise.all(ended)
  rmSync(scratch, { recursive: true, force: true })
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
const screen = (text: string) => `import { defineScreen } from '@gridtick/screen'
export const tallyScreen = defineScreen({ mount({ root }) { root.append('${text}'); return () => {} } })
`

/** The game in a folder of its own. */
function newGame() {
  const folder = mkdtempSync(join(scratch, 'tally-'))
  const save = (name: string, text: string) => writeFileSync(join(folder, name), text)
  save('tally.ts', game)
  save('rules.ts', rules('1'))
  return { folder, save }
}

type DevOptions = {
  /** Where the game is. */
  readonly folder: string
  readonly settings?: Readonly<Record<string, string>>
  /** As people start it in this repository, of its sources; otherwise as it was built, which starts in half the time. */
  readonly byNpm?: boolean
}

function launchDev({ folder, settings = {}, byNpm = false }: DevOptions) {
  const [command, args] = byNpm ? ['npm', ['run', 'dev']] : [process.execPath, [...asBuilt('apps/cli/main.ts'), 'dev']]
  const child = spawn(command, args, {
    cwd: project,
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      PORT: '0',
      DATABASE_URL: `file:${join(folder, 'data/gridtick.db')}`,
      MODULES: `${join(folder, 'tally.ts')},hello-grid`,
      // Set, but to nothing: whatever a .env of this folder says does not count.
      ...{ AUTH_SECRET: '', DEBUG_USER: '', DEBUG_PASSWORD: '', LOG_LEVEL: 'error', ALLOWED_HOSTS: '', LIMITS: '' },
      ...settings,
    },
    stdio: 'pipe',
    // As a terminal has it: what is typed there reaches this group of processes as a whole.
    detached: true,
  })
  children.push(child)
  const output = { text: '' }
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output.text += String(chunk)))
  const until = <Value>(look: () => Value | Promise<Value>) => vi.waitFor(look, { timeout: 60_000, interval: 50 })
  const untilSaid = (text: string | RegExp) => until(() => expect(output.text).toMatch(text))
  return { child, output, until, untilSaid }
}

async function startDev(options: DevOptions) {
  const { until, output, ...dev } = launchDev(options)
  const urls = () => [...output.text.matchAll(/gridtick listening on (\S+)\n/g)].map(([, url = '']) => url)
  const url = await until(() => {
    const [url] = urls()
    return url ?? expect.fail(`It does not listen:\n${output.text}`)
  })
  const told = async () => (await call(url, { path: '/v1/dev' })).body
  return { ...dev, until, output, url, urls, told }
}

/** A zone of the game, and a player who watches its count. */
async function playTally(url: string, token?: string) {
  const operator = await signInOperator(url, token)
  const zoneId = await operator.createZone({ module: 'tally' })
  const ann = await operator.guest('ann')
  const client = createClient({ url: `${url.replace('http', 'ws')}/v1/ws`, token: ann.token, WebSocket })
  const zone = await client.join(zoneId)
  const [reconnecting, ended] = [vi.fn(), vi.fn()]
  client.on('reconnecting', reconnecting)
  zone.on('ended', ended)
  const count = () => Number((zone.view.entities.get('sum')?.data as { count?: number } | undefined)?.count)
  return { operator, zoneId, ann, client, zone, count, reconnecting, ended }
}

describe('npm run dev', () => {
  test('saved rules count from the next tick on, and players stay; Ctrl-C stops it in order', async () => {
    const { folder, save } = newGame()
    const { child, url, output, told, until } = await startDev({ folder, byNpm: true })
    expect(await told()).toMatchObject({ modules: [], zones: [], faults: [] })
    expect(output.text).toMatch(/^modules: tally, hello-grid\. Not run: space-combat \(MODULES does not name it\)$/m)

    // The debug user is made up, so that there is a zone at once.
    const password = /debug user: debug, password: (\S+)/.exec(output.text)?.[1]
    const login = await call(url, { path: '/v1/auth/login', body: { username: 'debug', password } })
    expect(login.body.role).toBe('debug')
    const { client, zone, count, reconnecting, ended } = await playTally(url, login.body.token)
    await until(() => expect(count()).toBeGreaterThan(2))

    const before = { tick: zone.view.tick, count: count() }
    save('rules.ts', rules('1_000'))
    await until(() => expect(count()).toBeGreaterThan(1_000))
    expect(count() % 1_000).toBeGreaterThanOrEqual(before.count)
    expect(zone.view.tick).toBeGreaterThan(before.tick)
    expect(reconnecting).toHaveBeenCalled()

    // Players are told that it stops.
    reconnecting.mockClear()
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGINT')
    expect(await once(child, 'exit')).toEqual([0, null])
    await until(() => expect(reconnecting.mock.calls[0]?.[0].reason).toBe('the server stops'))
    expect(output.text).not.toMatch(/did not stop by itself/)
    await expect(call(url, { path: '/health' })).rejects.toThrow()
    expect(ended).not.toHaveBeenCalled()
    await client.close()
  })
})

const operatorOf = { DEBUG_USER: debugUser.username, DEBUG_PASSWORD: debugUser.password }

describe('the server under development', () => {
  // The pages that show it are in develop.browser.test.ts.
  longTest(
    'names what is wrong with a module, which hurts no other; goes on with the next save, and a screen that was saved is another page',
    async () => {
      const { folder, save } = newGame()
      save('tally.screen.ts', screen('one'))
      const { url, told, until, untilSaid } = await startDev({ folder, settings: operatorOf })
      const { operator, zoneId, ann, client, zone, count, ended } = await playTally(url)

      // A syntax error: the module is gone, and the zone waits for it.
      save('rules.ts', rules('1 ]'))
      await until(async () => expect((await told()).modules).toHaveLength(1))
      const broken = await told()
      expect(broken.modules[0].entry).toBe(join(folder, 'tally.ts'))
      expect(broken.modules[0].message).toMatch(/rules\.ts:4:\d+/)
      expect(broken.zones).toMatchObject([
        { zoneId, module: 'tally', message: expect.stringMatching(/cannot be loaded/) },
      ])
      await untilSaid(/tally\.ts does not run: .*\n.*rules\.ts:4:\d+/)
      const waiting = await call(url, { path: `/v1/zones/${zoneId}`, token: operator.token })
      expect(waiting.body).toMatchObject({ status: 'open', error: expect.stringMatching(/cannot be loaded/) })
      const refused = await call(url, { path: `/v1/zones/${zoneId}/state`, token: ann.token })
      expect(refused).toMatchObject({ status: 503, body: { code: 'module_unavailable' } })
      expect((await call(url, { path: '/v1/modules' })).body.modules.map(({ name }: { name: string }) => name)).toEqual(
        ['hello-grid'],
      )

      // Mended, but it throws in a tick: the zone is there again, is paused by that, and goes on with the next version.
      save('rules.ts', rules("{ throw new Error('no growth') }"))
      await until(() => expect(zone.status).toBe('paused'))
      const { modules, zones } = await told()
      expect(modules).toEqual([])
      const [failing] = zones
      expect(failing).toMatchObject({ zoneId, module: 'tally' })
      expect(failing.message).toMatch(/no growth.*rules\.ts:4:\d+/)
      await untilSaid('no growth')
      const paused = count()
      save('rules.ts', rules('1_000_000'))
      await until(() => expect(count()).toBeGreaterThan(paused + 1_000_000))
      expect(zone.status).toBe('open')
      expect(await told()).toMatchObject({ modules: [], zones: [], faults: [] })

      // A tick that never ends is stopped.
      save('rules.ts', rules('{ for (;;); }'))
      await until(() => expect(zone.status).toBe('paused'))
      expect((await told()).zones).toMatchObject([{ zoneId, message: expect.stringMatching(/did not return within/) }])
      await untilSaid(/onTick of tally did not return within 1,000 ms \(moduleMsMax\)/)
      const stuck = count()
      save('rules.ts', rules('1_000_000'))
      await until(() => expect(count()).toBeGreaterThan(stuck + 1_000_000))

      // A screen is no part of the server.
      const { pageVersion, startedAt } = await told()
      save('tally.screen.ts', screen('another'))
      await until(async () => expect((await told()).pageVersion).not.toBe(pageVersion))
      expect((await told()).startedAt).toBe(startedAt)
      expect(ended).not.toHaveBeenCalled()
      await client.close()
    },
  )

  longTest('is there again at the same port, whatever ends it, and it ends with its supervisor', async () => {
    const { folder, save } = newGame()
    const { child, url, urls, output, told, until, untilSaid } = await startDev({
      folder,
      settings: { LOG_LEVEL: 'info', DEBUG_USER: 'boss', DEBUG_PASSWORD: 'boss-of-the-games' },
    })
    await untilSaid(/^debug user: boss, password: see DEBUG_PASSWORD in the environment$/m)
    await untilSaid(/^modules: tally, hello-grid$/m)

    // Files go and come.
    const file = join(folder, 'tally.ts')
    rmSync(file)
    await until(async () => expect((await told()).modules).toMatchObject([{ entry: file }]))
    await untilSaid(`deleted ${file}: starting again`)
    save('tally.ts', `import './lib/extra.ts'\n${game}`)
    await until(async () => expect((await told()).modules).toMatchObject([{ message: expect.stringMatching(/extra/) }]))
    mkdirSync(join(folder, 'lib'))
    save('lib/extra.ts', 'export const extra = 1\n')
    await until(async () => expect((await told()).modules).toEqual([]))

    const startsAgain = async (by: () => unknown) => {
      const starts = urls().length
      await by()
      await until(() => expect(urls().length).toBeGreaterThan(starts))
    }
    await startsAgain(async () => process.kill(await holderOf(join(folder, 'data/gridtick.db'), url), 'SIGKILL'))
    await untilSaid(/the server was ended by SIGKILL: starting again/)
    await startsAgain(() => child.stdin.write('\n'))
    await untilSaid('pressed Return: starting again')
    expect(new Set(urls())).toEqual(new Set([url]))

    // Busy with one thing for ever, it cannot see that its supervisor is gone.
    save('rules.ts', `${rules('1')}\nprocess.stdout.write('stuck\\n')\nfor (;;);\n`)
    await untilSaid('stuck')
    const closed = once(child, 'close')
    child.kill('SIGKILL')
    // Its output ends when nobody is left who could write to it.
    await closed
    // The log is for whoever reads it there, among what else is said; and who the debug user is, is said once.
    expect(output.text).toContain('the database was brought up to date')
    expect(output.text).not.toMatch(/^\{/m)
    expect(output.text.match(/debug user/g)).toHaveLength(1)
    expect(output.text).not.toMatch(/did not stop by itself/)
  })

  test('that ends by itself, as by a wrong setting, is waited for; nothing but a signal ends that', async () => {
    const { child, untilSaid } = launchDev({ folder: mkdtempSync(join(scratch, 'wrong-')), settings: { LIMITS: '{' } })
    await untilSaid(/LIMITS must be a JSON object/)
    await untilSaid(/the server has ended \(code 2\)\. Save a file or press Return to start it again/)
    const exited = once(child, 'exit')
    child.kill('SIGINT')
    expect(await exited).toEqual([0, null])
  })
})

/** The number of the process that has a database open and listens there. */
async function holderOf(path: string, url: string): Promise<number> {
  const client = openDatabase({ url: `file:${path}` })
  const [row] = (await client.execute({ sql: 'select "pid" from "holders" where "url" = ?', args: [url] })).rows
  client.close()
  return Number(row?.pid)
}
