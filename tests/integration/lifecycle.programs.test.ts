import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test, vi } from 'vitest'
import { size } from '../lanes/size.ts'
import { freshFolder } from './fresh-folder.ts'
import { call, signInOperator } from './operator.ts'
import { type Exit, launchServer, type RunningServer, type ServerOptions, startServer } from './server-process.ts'
import { readStoredZone } from './stored-zone.ts'
import { connect, TestClient } from './test-client.ts'
import { watchSlowZone } from './watch-slow-zone.ts'

const started: RunningServer[] = []
afterAll(async () => {
  await Promise.all(started.map((server) => server.stop()))
})

async function start(options: ServerOptions): Promise<RunningServer> {
  const server = await startServer(options)
  started.push(server)
  return server
}

/** Two players at a zone whose next beat comes in a day; one of them is a member. */
async function prepareSlowZone(url: string) {
  const operator = await signInOperator(url)
  const zoneId = await operator.createZone({ module: 'garden', config: { grows: false }, everyMs: 86_400_000 })
  const [ann, bob] = [await operator.guest('ann'), await operator.guest('bob')]
  const member = await connect(url, ann.token)
  await watchSlowZone(member, operator, zoneId)
  return { operator, zoneId, member, token: ann.token, stranger: await connect(url, bob.token) }
}

describe('stopping', () => {
  test('[DUR-4] SIGTERM to npm start answers what is queued, says bye, closes 1001 and exits 0', async () => {
    const server = await start({ modules: ['garden.ts'], byNpm: true })
    const { operator, zoneId, member, token, stranger } = await prepareSlowZone(server.url)
    for (const seq of [1, 2]) member.send({ type: 'intent', zoneId, seq, intent: { type: 'plant', note: 'late' } })
    const body = { type: 'plant', payload: { note: 'late' }, seq: 3 }
    const waiting = call(server.url, { path: `/v1/zones/${zoneId}/intents?wait=true`, token, body })
    // Who joins a zone with a long period is let in at once; intents wait for its beat.
    stranger.send({ type: 'subscribe', zoneId, ref: 'join' })
    await stranger.next('tick')
    await vi.waitFor(async () => expect(await operator.metric('gridtick_inputs_queued')).toBe(3), { timeout: 5_000 })
    const before = await readStoredZone(server.databasePath, zoneId)
    server.signal('SIGTERM')

    const late = { outcome: 'refused', code: 'shutting_down', retryable: true }
    for (const seq of [1, 2, 3])
      expect(await member.next('intent_result', (result) => result.seq === seq)).toMatchObject(late)
    expect((await waiting).body).toMatchObject({ ...late, seq: 3 })
    for (const client of [member, stranger]) {
      expect(await client.next('bye')).toMatchObject({ reconnectAfterMs: expect.any(Number) })
      expect(await client.closed).toMatchObject({ code: 1001 })
      expect(client.messages.at(-1)?.type).toBe('bye')
    }
    expect(await server.exited).toEqual({ code: 0, signal: null })
    expect(await readStoredZone(server.databasePath, zoneId)).toEqual(before)
  })

  test('[DUR-4] SIGTERM under load loses no result, and no new socket is taken; a second signal exits at once, safely', async () => {
    const options = {
      folder: freshFolder(),
      modules: ['garden.ts'],
      limits: { messagesPerSecond: 1_000, messagesBurst: 1_000 },
    }
    const server = await start(options)
    const operator = await signInOperator(server.url)
    const zoneId = await operator.createZone({ module: 'garden', config: { grows: false } })
    const { token } = await operator.guest('ann')
    const ann = await connect(server.url, token)
    await ann.watch(zoneId)
    // This one will never answer the closing handshake, so the server waits for it; longer than this test does.
    const deaf = await connect(server.url, (await operator.guest('deaf')).token)
    deaf.stall()
    for (let seq = 1; seq <= 40; seq++)
      ann.send({ type: 'intent', zoneId, seq, intent: { type: 'plant', note: `n${seq}` } })
    await ann.next('intent_received')
    server.signal('SIGTERM')
    await ann.closed
    await expect(new TestClient(server.url).opened()).rejects.toThrow()
    // What comes within half a second of the first counts as that one, come twice.
    const impatience = setInterval(() => server.signal('SIGTERM'), 100)
    expect(await server.exited).toEqual({ code: 0, signal: null })
    clearInterval(impatience)

    const results = ann.messages.flatMap((message) => (message.type === 'intent_result' ? [message] : []))
    expect(results.map(({ seq }) => seq).toSorted()).toEqual(
      Array.from({ length: 40 }, (_, index) => index + 1).toSorted(),
    )
    const stored = await readStoredZone(server.databasePath, zoneId)
    const last = ann.views(zoneId).at(-1)
    expect(last?.tick).toBe(stored.tick)
    const notes = JSON.stringify(stored.entities)
    for (const { seq, outcome, code } of results) {
      if (outcome === 'refused') expect(code).toBe('shutting_down')
      expect(notes.includes(`"n${seq}"`)).toBe(outcome === 'applied')
    }

    // The next one starts as if nothing had been, knows the player, and takes what was refused.
    const next = await start(options)
    const again = await connect(next.url, token)
    await again.watch(zoneId)
    for (const { seq = 0, outcome } of results) {
      const result = await again.intent(zoneId, { type: 'plant', note: `n${seq}` }, { seq })
      expect(result).toMatchObject({ outcome: 'applied', ...(outcome === 'applied' ? { duplicate: true } : {}) })
    }
  })
})

describe('starting', () => {
  test('[DUR-3] a second server on the same database ends with 73, one on the same port with 2; both say why', async () => {
    const first = await start({ settings: { LOG_LEVEL: 'silent' } })
    // Whatever is said at this level, these lines are: which modules run, and where.
    expect(first.stdout).toBe(`modules: hello-grid, space-combat\ngridtick listening on ${first.url}\n`)
    expect(first.stderr).toBe('')
    expect((await call(first.url, { path: '/ready' })).status).toBe(200)

    const elsewhere = launchServer({ settings: { PORT: new URL(first.url).port } })
    const second = launchServer({ folder: first.folder })
    expect(await second.exited).toEqual({ code: 73, signal: null })
    expect(second.stderr).toContain('in use by another server')
    expect(second.stderr).toContain('Stop that one first')
    expect(second.stderr).toContain('gridtick.db')
    expect(second.stderr).not.toMatch(/ {4}at /)
    expect(second.stdout).toBe('')
    expect(await elsewhere.exited).toEqual({ code: 2, signal: null })
    expect(elsewhere.stderr).toContain('PORT')
    const operator = await signInOperator(first.url)
    await operator.createZone({ module: 'hello-grid' })
    expect(await operator.health()).toMatchObject({ status: 'ok' })
  })

  test('[FAIL-5] a corrupt database ends with 74 and is left as it is', async () => {
    const server = await start({ modules: ['garden.ts'] })
    const operator = await signInOperator(server.url)
    for (let count = 0; count < 20; count++)
      await operator.createZone({ module: 'garden', config: { stone: 9_000, stones: 4 } })
    await server.stop()
    const bytes = readFileSync(server.databasePath)
    const damaged = Buffer.from(bytes)
    damaged.fill(0xa5, 8_192, 8_192 + 65_536)
    const isNone = Buffer.from('This is no database, however long one looks at it.'.repeat(200))
    const outcomes = await Promise.all([damaged, isNone].map((content) => startOn(content)))
    for (const { exit, after, stderr, content } of outcomes) {
      expect(exit).toEqual({ code: 74, signal: null })
      expect(stderr).toMatch(/corrupt|not a database/)
      expect(stderr).not.toMatch(/ {4}at /)
      expect(after.equals(content)).toBe(true)
    }
  })

  async function startOn(content: Buffer): Promise<{ exit: Exit; after: Buffer; stderr: string; content: Buffer }> {
    const folder = freshFolder()
    const path = join(folder, 'data/gridtick.db')
    mkdirSync(join(folder, 'data'))
    writeFileSync(path, content)
    const server = launchServer({ folder })
    const exit = await server.exited
    return { exit, after: readFileSync(path), stderr: server.stderr, content }
  }

  test('[SEC-7] where nobody looks, and in production, it does not start without AUTH_SECRET, and says how to make one', async () => {
    const folder = freshFolder()
    writeFileSync(join(folder, '.env'), '')
    const settings = { AUTH_SECRET: undefined }
    const servers = [
      launchServer({ settings }),
      launchServer({ folder, settings: { ...settings, NODE_ENV: 'production' } }),
    ]
    for (const server of servers) {
      expect(await server.exited).toEqual({ code: 2, signal: null })
      expect(server.stderr).toMatch(/Setting AUTH_SECRET is needed in production.*openssl rand/)
    }
  })

  test('with an empty .env and no other setting, it makes its database and warns that tokens will not last', async () => {
    const folder = freshFolder()
    writeFileSync(join(folder, '.env'), '')
    const settings = {
      AUTH_SECRET: undefined,
      DEBUG_USER: undefined,
      DEBUG_PASSWORD: undefined,
      LOG_LEVEL: undefined,
      // The only one: the default may be taken on this machine.
      PORT: '0',
    }
    const server = await start({ folder, settings })
    expect(readdirSync(server.folder)).toEqual(['.env', 'data'])
    expect(statSync(server.databasePath).size).toBeGreaterThan(0)
    await vi.waitFor(() => expect(server.stderr).toContain('AUTH_SECRET'), { timeout: 10_000 })
    const { body } = await call(server.url, { path: '/v1/auth/guest', body: {} })
    const client = await connect(server.url, body.token)
    expect((await client.next('welcome')).role).toBe('player')
    expect((await call(server.url, { path: '/v1/modules' })).body.modules).not.toEqual([])
    await client.close()
  })

  test('[LIM-1] a .env file is read, and the environment wins over it', async () => {
    const folder = freshFolder()
    writeFileSync(
      join(folder, '.env'),
      'LIMITS={"membersMax":7}\nDATABASE_URL=file:./elsewhere.db\nHOST=no.such.host.invalid\n',
    )
    const server = await start({ folder, settings: { HOST: '127.0.0.1' } })
    expect((await call(server.url, { path: '/v1/limits' })).body).toMatchObject({ membersMax: 7 })
    expect(existsSync(join(folder, 'elsewhere.db'))).toBe(true)
    expect(existsSync(server.databasePath)).toBe(false)
  })

  const badSettings: Record<string, Readonly<Record<string, string | undefined>>> = {
    PORT: { PORT: 'eighty' },
    AUTH_SECRET: { AUTH_SECRET: 'short' },
    DEBUG_PASSWORD: { DEBUG_PASSWORD: undefined },
    ALLOWED_ORIGINS: { ALLOWED_ORIGINS: '*' },
    LIMITS: { LIMITS: '{"noSuchLimit":1}' },
    DATABASE_URL: { DATABASE_URL: 'libsql://elsewhere.example' },
    MODULES: { MODULES: './not-there.ts' },
  }

  test('[SEC-6] a bad setting ends with 2 and one message that names it; nothing is made', async () => {
    // What makes a setting bad is proved in config.test.ts; one is found as settings are read, and one as modules are.
    const names = size({ usual: ['LIMITS', 'MODULES'], long: Object.keys(badSettings) })
    // Two at a time: more of them are not faster, and each has only so much time.
    for (let at = 0; at < names.length; at += 2) {
      const servers = names
        .slice(at, at + 2)
        .map((name) => ({ name, server: launchServer({ settings: badSettings[name] ?? {} }) }))
      for (const { name, server } of servers) {
        expect({ name, ...(await server.exited) }).toEqual({ name, code: 2, signal: null })
        expect(server.stderr).toContain(name)
        expect(server.stderr).not.toMatch(/ {4}at .*config/)
        expect(server.stdout).toBe('')
        expect(existsSync(server.databasePath)).toBe(false)
      }
    }
  })
})
