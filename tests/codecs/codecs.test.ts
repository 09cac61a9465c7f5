import { afterEach, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { defaultLimits } from '../../framework/engine/src/ports/limits.ts'
import { noTelemetry } from '../../framework/engine/src/ports/telemetry.ts'
import { codecOf } from '../../framework/protocol/src/codecs/codec-of.ts'
import { type FrameCodecs, frameCodecs, pickSubprotocol } from '../../framework/protocol/src/codecs/frame-codecs.ts'
import { jsonCodec } from '../../framework/protocol/src/codecs/json-codec.ts'
import { HeldWrites } from '../../framework/server/src/gateway/held-writes.ts'
import { createOutbox } from '../../framework/server/src/gateway/outbox.ts'
import { until } from '../gateway/attacked-server.ts'
import { createFakeSocket, createHeldClock, createTestGateway, settle } from '../gateway/gateway-fakes.ts'
import { probeModule } from '../zone/probe-module.ts'
import { createWorld } from '../zone/world.ts'
import { bytesCodec } from './bytes-codec.ts'
import { type CodecServer, connectPlayer, startCodecServer } from './codec-server.ts'

const both: FrameCodecs = [jsonCodec, bytesCodec]

describe('[WIRE-9] which codec a socket has', () => {
  test('the first of the subprotocols offered that the server knows; of none, there is none', () => {
    expect(pickSubprotocol(both, ['chat', 'gridtick.v1.bytes', 'gridtick.v1'])).toBe('gridtick.v1.bytes')
    expect(pickSubprotocol(frameCodecs, ['gridtick.v1.bytes', 'gridtick.v1'])).toBe('gridtick.v1')
    expect(pickSubprotocol(both, ['chat'])).toBeUndefined()
  })

  test('without a subprotocol it is JSON; one that nobody knows is said', () => {
    expect(codecOf(both, undefined)).toBe(jsonCodec)
    expect(codecOf(both, '')).toBe(jsonCodec)
    expect(codecOf(both, 'gridtick.v1.bytes')).toBe(bytesCodec)
    expect(() => codecOf(both, 'chat')).toThrow(
      'no codec is there for the subprotocol "chat"; there are gridtick.v1, gridtick.v1.bytes',
    )
  })

  test('the gateway names it to the zones with each subscribe, and nothing where there is none', async () => {
    const { connect, fakeHost } = createTestGateway()
    for (const origin of [{ subprotocol: 'gridtick.v1.bytes' }, {}]) {
      const client = connect(origin)
      client.say({ type: 'hello', token: 'anna' })
      client.say({ type: 'subscribe', zoneId: 'z1' })
      await settle()
    }
    expect(fakeHost.named('subscribe').map(({ subprotocol }) => subprotocol)).toEqual(['gridtick.v1.bytes', undefined])
    expect('subprotocol' in (fakeHost.named('subscribe')[1] ?? {})).toBe(false)
  })

  test('zones that do not know it do not begin to show, and say that the subscribe is over', async () => {
    const world = await createWorld(probeModule())
    const ann = world.open('ann')
    const player = { playerId: 'ann', displayName: 'ann', role: 'player' } as const
    const request = { connectionId: ann.id, zoneId: world.zoneId, watch: 3, player, mode: 'delta' as const }
    await expect(world.host.subscribe({ ...request, subprotocol: 'chat' })).rejects.toThrow('no codec is there')
    expect(world.ended).toMatchObject([{ watch: 3 }])
    expect(ann.texts).toEqual([])
  })
})

test('[CONN-4] what is counted of a frame is its bytes, whether it is a text, its bytes or binary', () => {
  const { socket, opcodes } = createFakeSocket()
  const sizes: number[] = []
  const outbox = createOutbox({
    socket,
    limits: defaultLimits,
    clock: createHeldClock().clock,
    telemetry: { ...noTelemetry, frame: (bytes) => sizes.push(bytes) },
    heldWrites: new HeldWrites(),
    onCongested() {},
    onStalled() {},
  })
  const utf8 = new TextEncoder().encode('"é"')
  for (const frame of ['"é"', { utf8 }, utf8]) outbox.send(frame)
  expect(sizes).toEqual([4, 4, 4])
  expect(opcodes).toEqual(['text', 'text', 'binary'])
})

describe.each([{ isLinked: false }, { isLinked: true }])(
  '[WIRE-9] over a real socket, linked: $isLinked',
  (options) => {
    let server: CodecServer | undefined
    afterEach(async () => {
      await server?.stop()
      server = undefined
    })

    test('one player is written to in JSON and one in bytes: both are told the same, and see the same', async () => {
      server = await startCodecServer(both, options)
      const { zoneId, zones, step } = server
      const ann = await connectPlayer(server, 'ann', [bytesCodec, jsonCodec])
      const bob = await connectPlayer(server, 'bob', [jsonCodec])
      const players = [ann, bob]
      for (const { sender } of players) sender.push({ type: 'subscribe', zoneId, mode: 'delta', ref: 's' })
      const steps = async (count: number) => {
        for (let index = 0; index < count; index++) {
          await settle()
          await step()
        }
      }
      const agree = () => until(() => players.every(({ view }) => view()?.entities.get('a')?.x === reached), 'the view')
      let reached = 2
      await until(async () => (await zones.health()).queuedInputs === 2, 'two joins wait')
      await steps(1)
      await agree()
      for (const { sender } of players)
        sender.push({ type: 'intent', zoneId, seq: 1, intent: { type: 'act', value: 3 }, ref: 'i' })
      await until(() => players.every(({ heard }) => heard.some(({ type }) => type === 'intent_received')), 'receipts')
      await steps(1)
      // While it takes no more, it is skipped: its next frame bridges the gap, and none is missing to the reader.
      for (const { connectionId } of players) zones.setCongested({ connectionId, zoneIds: [zoneId], isCongested: true })
      await steps(3)
      for (const { connectionId } of players)
        zones.setCongested({ connectionId, zoneIds: [zoneId], isCongested: false })
      reached = 6
      await agree()
      for (const { sender } of players) sender.push({ type: 'query', zoneId, name: 'ask', ref: 'q' })
      const isAnswer = ({ type }: { type: string }) => type === 'query_result' || type === 'error'
      await until(() => players.every(({ heard }) => heard.some(isAnswer)), 'answers')
      for (const { sender } of players) sender.push({ type: 'leave', zoneId, ref: 'l' })
      await until(async () => (await zones.health()).queuedInputs === 2, 'two leaves wait')
      await steps(2)
      await until(() => players.every(({ heard }) => heard.some(({ type }) => type === 'unsubscribed')), 'the end')

      expect(players.map(({ losses }) => losses)).toEqual([[], []])
      expect(ann.view()).toEqual(bob.view())
      const told = players.map(({ heard }) => heard.map(({ type }) => type))
      expect(told[0]).toEqual(told[1])
      expect(told[0]).toEqual(
        expect.arrayContaining(['subscribed', 'tick', 'intent_received', 'intent_result', 'unsubscribed']),
      )
      expect(new Set(bob.raw)).toEqual(new Set(['text']))
      // Of the one in bytes: welcome, the answer to the query and the end are JSON, all that is of the subscription is not.
      const ofSubscription = new Set(['subscribed', 'tick', 'intent_received', 'intent_result'])
      expect(ann.raw.slice(1)).toEqual(ann.heard.map(({ type }) => (ofSubscription.has(type) ? 'binary' : 'text')))
      for (const { link } of players) await link.close()
    })

    test('a socket that offers no subprotocol, or only one that is not known, is written to in JSON', async () => {
      server = await startCodecServer(both, options)
      const { url, zoneId, step } = server
      for (const [name, offered] of [
        ['ann', []],
        ['bob', ['chat']],
      ] as const) {
        const socket = new WebSocket(url, [...offered])
        // The library of the client takes it for an error that none was agreed on, as a browser does.
        const refused = new Promise((resolve) => socket.on('error', (error) => resolve(error.message)))
        if (offered.length > 0) {
          expect(await refused).toBe('Server sent no subprotocol')
          continue
        }
        const texts: string[] = []
        socket.on('message', (data, isBinary) => texts.push(isBinary ? 'binary' : String(data)))
        await new Promise((resolve) => socket.once('open', resolve))
        socket.send(JSON.stringify({ type: 'hello', token: name }))
        socket.send(JSON.stringify({ type: 'subscribe', zoneId }))
        await until(() => texts.length > 0, 'a welcome')
        await until(async () => {
          await step()
          return texts.some((text) => text.startsWith('{"type":"tick"'))
        }, 'a tick')
        expect(texts).not.toContain('binary')
        socket.close()
      }
    })
  },
)
