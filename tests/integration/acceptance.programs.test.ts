import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { createCrowd } from './crowd.ts'
import { inSight, shown } from './garden-view.ts'
import { call, type Operator, signInOperator } from './operator.ts'
import { type RunningServer, startServer } from './server-process.ts'
import { readStoredZone } from './stored-zone.ts'
import type { MessageOf } from './test-client.ts'

/** One server for the whole file, in whose gardens something happens in every tick. */
let server: RunningServer
let operator: Operator

beforeAll(async () => {
  server = await startServer({
    modules: ['garden.ts', 'hello-grid'],
    limits: { handshakesPerAddressPerSecond: 1_000, handshakesPerPlayerPerMinute: 1_000, messagesPerSecond: 1_000 },
  })
  operator = await signInOperator(server.url)
})
afterAll(() => server?.stop())

const crowd = createCrowd()
const enter = (zoneId: string, name: string, mode: 'full' | 'delta' = 'full') =>
  crowd.enter(operator, zoneId, name, mode)

describe('frames and the stored state', () => {
  afterEach(() => crowd.sendHome())

  test('[STEP-2] what a frame shows of a tick is what is stored of that tick, creates and deletes included', async () => {
    const zoneId = await operator.createZone({ module: 'garden' })
    const ann = await enter(zoneId, 'ann', 'full')
    const bob = await enter(zoneId, 'bob', 'delta')
    let compared = 0
    while (compared < 25) {
      const stored = await readStoredZone(server.databasePath, zoneId)
      for (const { client, playerId } of [ann, bob]) {
        const view = await client.viewAt(zoneId, stored.tick)
        expect(shown(view)).toEqual(inSight(stored, playerId))
      }
      compared += 1
      const from = ann.client.messages.length
      await ann.client.next('tick', ({ tick }) => tick > stored.tick, { from })
    }
    const deltas = bob.client.messages.filter((message) => message.type === 'tick' && !message.full)
    const kinds = (of: (frame: MessageOf<'tick'> & { full: false }) => unknown[]) =>
      deltas.filter((frame) => frame.type === 'tick' && !frame.full && of(frame).length > 0).length
    expect(kinds(({ set }) => set)).toBeGreaterThan(10)
    expect(kinds(({ patch }) => patch)).toBeGreaterThan(10)
    expect(kinds(({ remove }) => remove)).toBeGreaterThan(10)
  })

  test('[STEP-1] nobody is shown a tick that is not stored', async () => {
    const zoneId = await operator.createZone({ module: 'garden' })
    const { client } = await enter(zoneId, 'ann')
    for (let frame = 0; frame < 25; frame++) {
      const { tick } = await client.next('tick', undefined, { from: client.messages.length })
      expect((await readStoredZone(server.databasePath, zoneId)).tick).toBeGreaterThanOrEqual(tick)
    }
  })

  test('[WIRE-5] within a subscription ticks strictly grow, and each delta follows the frame before', async () => {
    const zoneId = await operator.createZone({ module: 'garden' })
    const { client } = await enter(zoneId, 'ann', 'delta')
    await client.viewAt(zoneId, 20)
    const frames = client.messages.filter((message) => message.type === 'tick')
    expect(frames[0]).toMatchObject({ full: true })
    for (const [index, frame] of frames.slice(1).entries()) {
      expect(frame.full).toBe(false)
      if (!frame.full) expect(frame.prev).toBe(frames[index]?.tick)
      expect(frame.tick).toBeGreaterThan(frames[index]?.tick ?? 0)
    }
  })

  test('[WIRE-5] the result of an intent comes before the frame of its tick, and its effect is in that frame', async () => {
    const zoneId = await operator.createZone({ module: 'garden' })
    const { client, playerId } = await enter(zoneId, 'ann')
    const { tick = 0, outcome } = await client.intent(zoneId, { type: 'plant', note: 'here' })
    expect(outcome).toBe('applied')
    const view = await client.viewAt(zoneId, tick)
    expect(view?.tick).toBe(tick)
    const planted = [...(view?.entities.values() ?? [])].find(({ data }) => (data.notes as { note?: string })?.note)
    expect(planted?.ownerId).toBe(playerId)
    const order = client.messages.filter(
      (message) => message.type === 'intent_result' || (message.type === 'tick' && message.tick >= tick),
    )
    expect(order[0]?.type).toBe('intent_result')
    expect((await readStoredZone(server.databasePath, zoneId)).entities.some(({ id }) => id === planted?.id)).toBe(true)
  })

  test('[TIME-3] who polls and subscribes again sees the beats of the clock, whatever 25 hidden steps were stored meanwhile', async () => {
    const everyMs = 100
    const config = { pebbles: 0, sight: 1, width: 64 }
    const zoneId = await operator.createZone({ module: 'hello-grid', config, everyMs })
    const ann = await enter(zoneId, 'ann')
    const bob = await enter(zoneId, 'bob')
    await operator.debugIntent(zoneId, { type: 'teleport', payload: { x: 0, y: 0 }, as: ann.playerId })
    await operator.debugIntent(zoneId, { type: 'teleport', payload: { x: 40, y: 20 }, as: bob.playerId })
    const from = (await readStoredZone(server.databasePath, zoneId)).tick
    const told: { readonly tick: number; readonly at: number }[] = []
    const look = async () => {
      const { body } = await call(server.url, { path: `/v1/zones/${zoneId}/state`, token: ann.token })
      told.push({ tick: body.tick, at: Date.parse(body.at) })
      const { tick, at } = await ann.client.watch(zoneId, 'full')
      told.push({ tick, at })
    }
    let isDone = false
    const polling = (async () => {
      while (!isDone) {
        await look()
        await new Promise((resolve) => setTimeout(resolve, 40))
      }
    })()
    // Steps at irregular times: most beats have none.
    for (let step = 0; step < 25; step++) {
      await bob.client.intent(zoneId, { type: 'step', dx: step % 2 === 0 ? 1 : -1, dy: 0 })
      await new Promise((resolve) => setTimeout(resolve, 20 + ((step * 97) % 160)))
    }
    isDone = true
    await polling
    expect((await readStoredZone(server.databasePath, zoneId)).tick).toBeGreaterThan(from + 20)
    expect(told.length).toBeGreaterThan(40)
    // What Ann gets depends on the clock alone. A busy machine may notice a beat late.
    const start = (told[0]?.tick ?? 0) - Math.floor((told[0]?.at ?? 0) / everyMs)
    const behind = told.map(({ tick, at }) => start + Math.floor(at / everyMs) - tick)
    expect(new Set(behind.map((beats) => Math.abs(beats) <= 1))).toEqual(new Set([true]))
  })

  test('[STEP-4] a player for whom nothing changes gets no frame while others do', async () => {
    const zoneId = await operator.createZone({ module: 'hello-grid', config: { pebbles: 0, sight: 1, width: 64 } })
    const ann = await enter(zoneId, 'ann')
    const bob = await enter(zoneId, 'bob')
    await operator.debugIntent(zoneId, { type: 'teleport', payload: { x: 0, y: 0 }, as: ann.playerId })
    await operator.debugIntent(zoneId, { type: 'teleport', payload: { x: 40, y: 20 }, as: bob.playerId })
    // The frame of that comes after its result; a move that is refused is answered after it.
    await bob.client.intent(zoneId, { type: 'step', dx: 0, dy: 0 })
    const from = bob.client.messages.length
    for (const dx of [1, -1, 1]) await ann.client.intent(zoneId, { type: 'step', dx, dy: 0 })
    bob.client.send({ type: 'ping', at: 1 })
    await bob.client.next('pong', ({ at }) => at === 1)
    expect(bob.client.messages.slice(from).map(({ type }) => type)).toEqual(['pong'])
  })
})

describe('fog of war', () => {
  afterEach(() => crowd.sendHome())

  test('[FOG-1] of two players in one zone each sees the own view, and no byte of what is hidden', async () => {
    const zoneId = await operator.createZone({ module: 'garden' })
    const ann = await enter(zoneId, 'ann', 'full')
    const bob = await enter(zoneId, 'bob', 'delta')
    const answers: string[] = []
    for (const { client, playerId, token } of [ann, bob]) {
      await client.intent(zoneId, { type: 'plant', note: 'mine' })
      expect((await client.intent(zoneId, { type: 'prick' })).details).toEqual({ depth: `canary-thorn-of-${playerId}` })
      client.send({ type: 'query', zoneId, name: 'roots', ref: 'q' })
      const { result } = await client.next('query_result')
      expect(result).toHaveProperty('roots.0', `canary-root-of-${playerId}`)
      for (const path of ['', '/state']) {
        const { status, body } = await call(server.url, { path: `/v1/zones/${zoneId}${path}`, token })
        expect(status).toBe(200)
        answers.push(JSON.stringify([playerId, body]))
      }
    }
    await ann.client.viewAt(zoneId, 40)
    await bob.client.viewAt(zoneId, 40)

    for (const [{ client, playerId }, other] of [
      [ann, bob.playerId],
      [bob, ann.playerId],
    ] as const) {
      const told = [...client.texts, ...answers.filter((text) => text.startsWith(`["${playerId}`))].join('\n')
      for (const own of ['root', 'lair', 'event', 'thorn']) expect(told).toContain(`canary-${own}-of-${playerId}`)
      expect(told).not.toContain('canary-state')
      expect(told).not.toContain('of-nobody')
      for (const foreign of ['root', 'lair', 'event', 'thorn'])
        expect(told).not.toContain(`canary-${foreign}-of-${other}`)
    }
  })

  test('[FOG-2] what was never in sight is never mentioned, not even when it is deleted', async () => {
    const zoneId = await operator.createZone({ module: 'garden' })
    const ann = await enter(zoneId, 'ann', 'delta')
    const bob = await enter(zoneId, 'bob', 'delta')
    const moles = new Set<string>()
    bob.client.onMessage((message) => {
      if (message.type !== 'tick') return
      for (const entity of message.full ? message.entities : message.set)
        if (entity.kind === 'mole') moles.add(entity.id)
    })
    await bob.client.viewAt(zoneId, 30)
    await operator.debugIntent(zoneId, { type: 'prune', payload: {} })
    await ann.client.viewAt(zoneId, (await operator.zone(zoneId)).tick)
    expect(moles.size).toBeGreaterThan(3)
    for (const id of moles) expect(ann.client.texts.join('')).not.toContain(id)
  })
})

describe('a player with two sockets', () => {
  afterEach(() => crowd.sendHome())

  test('[CONN-1] a newer socket takes over; the late close of the old one changes nothing of it', async () => {
    const zoneId = await operator.createZone({ module: 'garden' })
    const ann = await enter(zoneId, 'ann')
    const watcher = await enter(zoneId, 'watcher')
    const presenceOf = async (name: string) =>
      ((await readStoredZone(server.databasePath, zoneId)).state.presence as string[]).filter((line) =>
        line.startsWith(name),
      )

    // The old socket reads nothing, so its close comes when the server loses patience: long after the new one is in.
    ann.client.stall()
    const second = await crowd.greet(server.url, ann.token)
    await second.watch(zoneId)
    ann.client.socket.resume()
    await ann.client.next('superseded')
    expect(await ann.client.closed).toMatchObject({ code: 4409 })
    ann.client.socket.terminate()

    const from = second.messages.length
    const { tick } = await second.next('tick', undefined, { from })
    await second.viewAt(zoneId, tick + 10)
    expect(await second.intent(zoneId, { type: 'plant', note: 'still here' })).toMatchObject({ outcome: 'applied' })
    // What is sent to the player, not to a connection, finds the new one.
    const path = `/v1/zones/${zoneId}/intents?wait=true`
    const { body } = await call(server.url, { path, token: ann.token, body: { type: 'prick', payload: {} } })
    await second.next('intent_result', ({ intentId }) => intentId === body.intentId)
    const changes = await presenceOf('ann')
    expect(changes[0]).toBe('ann joined')
    expect(changes.at(-1)).not.toBe('ann disconnected')
    expect((await operator.zone(zoneId)).players).toEqual({ members: 2, connected: 2 })
    expect(watcher.client.messages.some(({ type }) => type === 'superseded')).toBe(false)

    await second.close()
    await watcher.client.viewAt(zoneId, (await operator.zone(zoneId)).tick + 3)
    expect((await presenceOf('ann')).at(-1)).toBe('ann disconnected')
    expect((await operator.zone(zoneId)).players).toEqual({ members: 2, connected: 1 })
  })

  test('[CONN-1] a socket that is cut off after the takeover does not touch the new one either', async () => {
    const zoneId = await operator.createZone({ module: 'garden' })
    const ann = await enter(zoneId, 'ann')
    ann.client.stall()
    const second = await crowd.greet(server.url, ann.token)
    await second.watch(zoneId)
    ann.client.socket.terminate()
    const { tick } = await second.next('tick', undefined, { from: second.messages.length })
    await second.viewAt(zoneId, tick + 10)
    expect((await operator.zone(zoneId)).players).toEqual({ members: 1, connected: 1 })
  })

  test('[INT-4] a seq is carried on by the next socket: resent it is a duplicate, and lastSeq tells where one is', async () => {
    const zoneId = await operator.createZone({ module: 'garden', config: { grows: false } })
    const ann = await enter(zoneId, 'ann')
    const first = await ann.client.intent(zoneId, { type: 'plant', note: 'once' }, { seq: 7 })
    const second = await crowd.greet(server.url, ann.token)
    await second.watch(zoneId)
    expect(await second.next('subscribed')).toMatchObject({ lastSeq: 7 })
    const again = await second.intent(zoneId, { type: 'plant', note: 'once' }, { seq: 7 })
    expect(again).toMatchObject({ outcome: 'applied', duplicate: true, tick: first.tick, intentId: first.intentId })
    expect((await readStoredZone(server.databasePath, zoneId)).entities).toHaveLength(1)
  })
})
