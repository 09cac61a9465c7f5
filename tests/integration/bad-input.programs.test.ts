import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { createTokens } from '../../framework/server/src/auth/tokens.ts'
import { badBodies, badFrames, badHandshakes, badIntents, badRequests } from './bad-cases.ts'
import { createCrowd } from './crowd.ts'
import { authSecret } from './debug-user.ts'
import { call, type Operator, type Player, signInOperator } from './operator.ts'
import { type RunningServer, startServer } from './server-process.ts'
import { readStoredZone } from './stored-zone.ts'
import { TestClient } from './test-client.ts'
import { watchSlowZone } from './watch-slow-zone.ts'

/** One server that is sent all that may not be sent. In its zone nothing happens by itself, so what is stored can be compared. */
let server: RunningServer
let operator: Operator
let zoneId: string
let ann: Player
const crowd = createCrowd()

const limits = {
  handshakesPerAddressPerSecond: 10_000,
  handshakesPerPlayerPerMinute: 10_000,
  writesPerMinute: 100_000,
  readsPerMinute: 100_000,
  settledSeqsMax: 4,
  intentsPerPlayerMax: 3,
}

beforeAll(async () => {
  server = await startServer({ modules: ['garden.ts'], limits })
  operator = await signInOperator(server.url)
  zoneId = await operator.createZone({ module: 'garden', config: { grows: false } })
  ann = await operator.guest('ann')
  const client = await greet(ann.token)
  await client.watch(zoneId)
  await client.intent(zoneId, { type: 'plant', note: 'the first' })
})
afterEach(() => crowd.sendHome())
afterAll(() => server?.stop())

const greet = (token: string) => crowd.greet(server.url, token)
const open = (headers?: Readonly<Record<string, string>>) => crowd.open(server.url, headers)
const enter = async () => (await crowd.enter(operator, zoneId)).client

/** What is stored, without who came and went. */
async function stored() {
  const { status, extras, entities } = await readStoredZone(server.databasePath, zoneId)
  return { status, extras, entities }
}

describe('frames that are no messages', () => {
  test.for(Object.entries(badFrames))('[WIRE-2] %s is answered bad_frame, and nothing is lost', async ([, frame]) => {
    const client = await greet(ann.token)
    await client.watch(zoneId)
    client.send(frame)
    expect(await client.next('error')).toMatchObject({ code: 'bad_frame', retryable: false })
    expect(await client.intent(zoneId, { type: 'prick' })).toMatchObject({ outcome: 'refused', code: 'thorny' })
  })

  test('[WIRE-6] three of them within ten seconds close 4400; what was sent before them is carried out', async () => {
    const client = await enter()
    client.send({ type: 'intent', zoneId, intent: { type: 'plant', note: 'before the nonsense' } })
    for (const frame of ['x', '{}', '[]']) client.send(frame)
    expect(await client.closed).toMatchObject({ code: 4400 })
    const watcher = await greet(ann.token)
    await watcher.watch(zoneId)
    await watcher.intent(zoneId, { type: 'prick' })
    expect(JSON.stringify(await stored())).toContain('before the nonsense')
  })

  test('[WIRE-6] [LIM-5] a binary frame closes 1003, a frame beyond 4,096 bytes 1009; one of 4,096 is read', async () => {
    const [binary, large, full] = [await enter(), await enter(), await enter()]
    binary.send(Buffer.from('{"type":"ping"}'))
    expect(await binary.closed).toMatchObject({ code: 1003 })
    large.send(`{"type":"ping"}${' '.repeat(4_097 - 15)}`)
    expect(await large.closed).toMatchObject({ code: 1009, reason: 'A message may have at most 4096 bytes.' })
    full.send(`{"type":"ping"}${' '.repeat(4_096 - 15)}`)
    await full.next('pong')
  })
})

describe('messages that ask for what may not be', () => {
  test.for(Object.entries(badIntents))(
    '[INT-2] an intent with %s is refused at the door',
    async ([, [asked, answer]]) => {
      const client = await enter()
      const before = await stored()
      const refused = await client.intent(zoneId, asked, { seq: 1 })
      expect(refused).toMatchObject({ outcome: 'refused', retryable: false, seq: 1, ...answer })
      // It settled nothing: the same number is taken now.
      expect(await client.intent(zoneId, { type: 'prick' }, { seq: 1 })).toMatchObject({ code: 'thorny', seq: 1 })
      expect(await stored()).toEqual(before)
    },
  )

  test('[INT-1] whoever is no member is refused, and what is no zone is not found', async () => {
    const stranger = await greet((await operator.guest('stranger')).token)
    expect(await stranger.intent(zoneId, { type: 'plant', note: 'x' })).toMatchObject({ code: 'not_a_member' })
    expect(await stranger.intent('nowhere', { type: 'plant', note: 'x' })).toMatchObject({ code: 'not_found' })
    for (const id of ['nowhere', "' or 1=1 --", '../1', '\u0000']) {
      stranger.send({ type: 'subscribe', zoneId: id, ref: id })
      expect(await stranger.next('error', ({ ref }) => ref === id)).toMatchObject({ code: 'not_found' })
    }
    stranger.send({ type: 'query', zoneId, name: 'roots', ref: 'query' })
    expect(await stranger.next('error', ({ ref }) => ref === 'query')).toMatchObject({ code: 'not_a_member' })
  })

  test('[INT-4] a number below the last is stale_seq, one whose result is forgotten seq_too_old, one seen a duplicate', async () => {
    const client = await enter()
    const plant = (seq: number) => client.intent(zoneId, { type: 'plant', note: `seq ${seq}` }, { seq })
    await plant(5)
    expect(await plant(4)).toMatchObject({ outcome: 'refused', code: 'stale_seq' })
    for (const seq of [6, 8, 9, 10]) await plant(seq)
    expect(await plant(5)).toMatchObject({ outcome: 'refused', code: 'seq_too_old' })
    expect(await plant(7)).toMatchObject({ outcome: 'refused', code: 'stale_seq' })
    expect(await plant(8)).toMatchObject({ outcome: 'applied', duplicate: true })
    const notes = JSON.stringify((await stored()).entities)
    for (const [seq, times] of [
      [4, 0],
      [5, 1],
      [7, 0],
      [8, 1],
    ] as const)
      expect(notes.split(`"seq ${seq}"`)).toHaveLength(times + 1)
  })

  test('[INT-3] more intents than may wait are queue_full; those that wait get one final answer each', async () => {
    const slowId = await operator.createZone({ module: 'garden', config: { grows: false }, everyMs: 86_400_000 })
    const client = await greet((await operator.guest('hasty')).token)
    await watchSlowZone(client, operator, slowId)
    for (const ref of ['1', '2', '3', '4', '5'])
      client.send({ type: 'intent', zoneId: slowId, ref, seq: Number(ref), intent: { type: 'plant', note: ref } })
    client.send({ type: 'intent', zoneId: slowId, ref: 'again', seq: 1, intent: { type: 'plant', note: '1' } })
    for (const ref of ['4', '5'])
      expect(await client.next('intent_result', (result) => result.ref === ref)).toMatchObject({
        code: 'queue_full',
        retryable: true,
        retryAfterMs: expect.any(Number),
      })
    await client.next('intent_received', ({ ref }) => ref === 'again')
    await operator.rest('DELETE', `/v1/zones/${slowId}`)
    for (const ref of ['1', '2', '3', 'again'])
      expect(await client.next('intent_result', (result) => result.ref === ref)).toMatchObject({ code: 'zone_deleted' })
    await client.next('zone_status', ({ status }) => status === 'deleted')
    expect(client.messages.filter(({ type }) => type === 'intent_result')).toHaveLength(6)
    expect(await client.intent(slowId, { type: 'plant', note: 'x' })).toMatchObject({ code: 'not_found' })
  })

  test('[WIRE-2] a second hello is a conflict, and the connection goes on', async () => {
    const client = await enter()
    client.send({ type: 'hello', token: ann.token })
    expect(await client.next('error')).toMatchObject({ code: 'conflict' })
    expect(await client.intent(zoneId, { type: 'prick' })).toMatchObject({ code: 'thorny' })
  })
})

describe('tokens and handshakes', () => {
  /** Tokens that nobody may come in with. */
  async function badTokens(): Promise<Record<string, string>> {
    const subject = { playerId: ann.playerId, displayName: 'ann', role: 'player' } as const
    const now = () => Date.now()
    const [head = '', claims = '', mark = ''] = ann.token.split('.')
    const base64 = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
    const asDebug = base64({ ...JSON.parse(Buffer.from(claims, 'base64url').toString()), role: 'debug' })
    return {
      nonsense: 'x',
      'cut off': `${head}.${claims}`,
      'with other claims': `${head}.${asDebug}.${mark}`,
      'without a signature': `${base64({ alg: 'none', typ: 'JWT' })}.${claims}.`,
      'of another server': (await createTokens({ secret: 'another key, of another server, long', now }).issue(subject))
        .token,
      expired: (await createTokens({ secret: authSecret, now: () => now() - 40 * 86_400_000 }).issue(subject)).token,
      'for a debug user of other settings': (
        await createTokens({ secret: authSecret, now }).issue({ ...subject, role: 'debug', binding: 'other' })
      ).token,
    }
  }

  test('[SEC-3] a bad or expired token is unauthenticated: 401 over REST, closed 4401 over the socket', async () => {
    for (const [name, token] of Object.entries(await badTokens())) {
      const { status, body, headers } = await call(server.url, { path: '/v1/auth/me', token })
      expect({ name, status, code: body.code }).toEqual({ name, status: 401, code: 'unauthenticated' })
      expect(headers.get('www-authenticate')).toContain('Bearer')
      const client = await open()
      client.send({ type: 'hello', token })
      expect(await client.next('error')).toMatchObject({ code: 'unauthenticated' })
      expect(await client.closed).toMatchObject({ code: 4401 })
      expect((await (await open({ authorization: `Bearer ${token}` })).closedAfterHello()).code).toBe(4401)
    }
  })

  test('[WIRE-2] whoever does not begin with hello is closed 4401, and not heard', async () => {
    const before = await stored()
    const client = await open({ authorization: `Bearer ${ann.token}` })
    client.send({ type: 'intent', zoneId, intent: { type: 'plant', note: 'without hello' } })
    expect(await client.closed).toMatchObject({ code: 4401 })
    expect((await (await open()).closedAfterHello()).code).toBe(4401)
    expect(await stored()).toEqual(before)
  })

  test.for(Object.entries(badHandshakes))(
    '[SEC-1] a handshake with %s is refused',
    async ([, [path, headers, status]]) => {
      const client = new TestClient(server.url, headers, path)
      await expect(client.opened()).rejects.toThrow(`Unexpected server response: ${status}`)
    },
  )

  test('[SEC-3] a token in the query of REST is no token', async () => {
    const { status } = await call(server.url, { path: `/v1/auth/me?token=${ann.token}` })
    expect([401, 422]).toContain(status)
  })
})

describe('REST', () => {
  test.for(Object.entries(badBodies))('[WIRE-1] %s as a body gets its answer and changes nothing', async ([, is]) => {
    const [body, status, code, error] = is
    const before = await readStoredZone(server.databasePath, zoneId)
    const path = `/v1/zones/${zoneId}/intents`
    const answer = await call(server.url, { method: 'POST', path, token: ann.token, body })
    expect(answer.headers.get('content-type')).toContain('application/problem+json')
    expect(answer.body).toMatchObject({
      type: `urn:gridtick:${code}`,
      code,
      status,
      instance: path,
      retryable: false,
      title: expect.any(String),
      ...(error === undefined ? {} : { errors: [error] }),
    })
    expect(answer.status).toBe(status)
    const { entities, extras } = await readStoredZone(server.databasePath, zoneId)
    expect({ entities, extras }).toEqual({ entities: before.entities, extras: before.extras })
  })

  test.for(Object.entries(badRequests))('[WIRE-1] a request %s is refused', async ([, [request, status, code]]) => {
    const { as, ...rest } = { as: undefined, ...request }
    const token = as === 'ann' ? ann.token : as === 'operator' ? operator.token : undefined
    const answer = await call(server.url, token === undefined ? rest : { ...rest, token })
    expect({ status: answer.status, code: answer.body.code }).toEqual({
      status,
      code: code ?? 'unsupported_media_type',
    })
    if (status === 401) expect(answer.headers.get('www-authenticate')).toContain('Bearer')
    if (status === 405) expect(answer.headers.get('allow')).toContain('GET')
  })
})

test('[OBS-1] [OBS-4] after all of it the server is well, and has nothing to complain of', async () => {
  expect(await operator.health()).toMatchObject({ status: 'ok', database: 'ok', zones: { paused: 0 } })
  expect(server.stderr).not.toMatch(/"level":[56]0/)
  expect(await operator.metric('gridtick_connections_unauthenticated')).toBe(0)
  const metrics = await operator.rest('GET', '/metrics')
  expect(metrics).toMatch(/^gridtick_entities_changed_total\{module="[\w-]+"\} [1-9]\d*$/m)
  expect(metrics).toMatch(/^gridtick_storage_queue \d$/m)
})
