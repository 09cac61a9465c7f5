import { expect, test } from 'vitest'
import { createWriter, noEvents, nothing, patchOf, viewOf, walker } from '../codecs/compact/stories.ts'
import { type ScriptedSocket, scriptedClient, settle, zoneId } from './scripted-server.ts'

/** A server that writes in compact to a client which asks for it, and what the client has offered with each socket. */
function compactServer() {
  const world = scriptedClient({ knows: ['gridtick.v1.compact', 'gridtick.v1'] })
  const writer = createWriter({ zone: zoneId })
  return {
    world,
    writer,
    /** In a zone with one walker. */
    async joined() {
      const socket = (await world.socket(0)).welcome()
      const joining = world.client.join(zoneId)
      show(socket, writer)
      return { socket, zone: await joining }
    },
  }
}

function show(socket: ScriptedSocket, writer: ReturnType<typeof createWriter>): void {
  const { ref = '' } = socket.last('subscribe')
  const told = { module: 'm', tick: 1, everyMs: 60_000, mode: 'delta', lastSeq: 0 } as const
  socket.sayFrame(writer.message({ type: 'subscribed', zoneId, ref, ...told }) ?? '')
  socket.sayFrame(writer.full({ tick: 1, at: 1 }, viewOf(walker), noEvents))
}

const applied = (seq: number) => ({ type: 'intent_result', zoneId, seq, outcome: 'applied', tick: 2 }) as const

test('[WIRE-10] the client asks for compact frames, and its view is made of them', async () => {
  const { joined, writer } = compactServer()
  const { socket, zone } = await joined()
  expect(socket.offered).toEqual(['gridtick.v1.compact', 'gridtick.v1'])
  const step = { ...nothing, patch: [patchOf(walker, { x: walker.x + 1 })] }
  socket.sayFrame(writer.delta({ tick: 2, at: 2, prev: 1 }, step, noEvents))
  expect([...zone.view.entities.values()]).toEqual([{ ...walker, x: walker.x + 1 }])
})

test('[WIRE-10] with an older server, or where it is asked to, the client speaks JSON', async () => {
  const older = scriptedClient({ knows: ['gridtick.v1'] })
  const { socket, zone } = await older.joined()
  expect(socket.protocol).toBe('gridtick.v1')
  expect(zone.view.tick).toBe(1)
  expect((await scriptedClient({ encoding: 'json' }).socket(0)).offered).toEqual(['gridtick.v1'])
})

test('[WIRE-10] a plain result settles the intent with its number, and none of another', async () => {
  const { joined, writer } = compactServer()
  const { socket, zone } = await joined()
  const [first, second] = [zone.send('act', { n: 1 }), zone.send('act', { n: 2 })]
  for (const { frame } of writer.results([applied(2)])) socket.sayFrame(frame)
  expect(await second).toEqual({ outcome: 'applied', tick: 2 })
  expect(zone.pending).toBe(1)
  for (const { frame } of writer.results([applied(1)])) socket.sayFrame(frame)
  expect(await first).toEqual({ outcome: 'applied', tick: 2 })
})

test('[WIRE-10] [SDK-4] without receipts a full window opens when the server says that it has taken what was sent', async () => {
  const { joined, world } = compactServer()
  const { socket, zone } = await joined()
  for (let n = 0; n < 45; n++) void zone.send('act', { n })
  const pings = () => socket.heard.flatMap((message) => (message.type === 'ping' ? [message.at] : []))
  const goOn = async () => {
    world.clock.advance(2_000)
    await settle()
  }
  await goOn()
  expect([socket.seqs.length, pings()]).toEqual([20, [1]])
  // Nothing more goes out, and nothing is asked twice, until the answer comes.
  await goOn()
  expect([socket.seqs.length, pings()]).toEqual([20, [1]])
  socket.say({ type: 'pong', at: 1 })
  await goOn()
  expect([socket.seqs.length, pings()]).toEqual([40, [1, 2]])
  socket.say({ type: 'pong', at: 2 })
  await goOn()
  expect(socket.seqs.length).toBe(45)
})

test('[WIRE-10] [SDK-4] what the server dropped for the rate goes out again, and is asked about again', async () => {
  const { joined, world } = compactServer()
  const { socket, zone } = await joined()
  for (let n = 0; n < 25; n++) void zone.send('act', { n })
  world.clock.advance(2_000)
  socket.say({ type: 'error', code: 'rate_limited', message: 'Slow down.', retryable: true, retryAfterMs: 100 })
  // It was asked before: the answer says nothing of what went out since.
  socket.say({ type: 'pong', at: 1 })
  for (let round = 0; round < 10; round++) {
    world.clock.advance(1_000)
    await settle()
  }
  expect(socket.seqs.length).toBe(40)
  expect(socket.heard.at(-1)).toEqual({ type: 'ping', at: 2 })
  socket.say({ type: 'pong', at: 2 })
  world.clock.advance(2_000)
  expect(new Set(socket.seqs).size).toBe(25)
})

test('[WIRE-10] a frame that cannot be understood ends the connection, and the next one speaks JSON', async () => {
  const { joined, world } = compactServer()
  const { socket, zone } = await joined()
  socket.sayFrame(Uint8Array.of(1, 1, 1, 1, 9, 0x98, 0, 0, 0, 0))
  expect(world.client.status).toMatchObject({
    phase: 'reconnecting',
    reason: expect.stringContaining('nobody has slot 8'),
  })
  expect([...zone.view.entities.values()]).toEqual([walker])
  const next = (await world.nextSocket()).welcome().showZone({ tick: 5 })
  expect(next.offered).toEqual(['gridtick.v1'])
  expect(zone.view.tick).toBe(5)
})

test('[WIRE-10] each connection has a reader of its own: whole frames begin again', async () => {
  const { joined, world } = compactServer()
  const { socket, zone } = await joined()
  socket.shut()
  const next = (await world.nextSocket()).welcome()
  const writer = createWriter({ watch: 5, zone: zoneId })
  show(next, writer)
  writer.delta({ tick: 2, at: 2, prev: 1 }, nothing, noEvents)
  expect([next.protocol, [...zone.view.entities.values()]]).toEqual(['gridtick.v1.compact', [walker]])
})
