import { expect, test } from 'vitest'
import { backOffMs } from '../../framework/client/src/connection/back-off.ts'
import { platformRuntime } from '../../framework/client/src/runtime.ts'
import { applyFrame } from '../../framework/protocol/src/apply-frame.ts'
import { type ScriptedSocket, scriptedClient, settle, zoneId } from './scripted-server.ts'

/** What a server may say that keeps to no protocol: the program goes on, and never is a wrong view shown. */

/** As it comes, unchecked. */
function sayAnything(socket: ScriptedSocket, text: string): void {
  socket.onmessage?.({ data: text } as never)
}

function nested(depth: number): string {
  return `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`
}

const frame = { type: 'tick', zoneId, tick: 2, prev: 1, at: 2, full: false, events: [], set: [], patch: [], remove: [] }
const stone = { id: 'e', kind: 'stone', x: 1, y: 1, ownerId: null, data: {} }

test.each([
  ['nothing', ''],
  ['no JSON', '{"type":'],
  ['no object', '7'],
  ['null', 'null'],
  ['a list', '[{"type":"tick"}]'],
  ['a type that nobody knows', '{"type":"constructor"}'],
  ['a type that is not a text', '{"type":{"type":"tick"}}'],
  ['another zone', JSON.stringify({ ...frame, zoneId: '__proto__' })],
  ['a frame without its parts', JSON.stringify({ type: 'tick', zoneId })],
  ['a frame with other parts', JSON.stringify({ ...frame, set: 7, patch: {}, remove: 'e' })],
  ['a patch of what is not there', JSON.stringify({ ...frame, patch: [['other', { data: {} }]] })],
  ['a frame that follows another', JSON.stringify({ ...frame, prev: 7, tick: 8 })],
  ['events that are none', JSON.stringify({ ...frame, events: null })],
  ['a result of nothing', '{"type":"intent_result"}'],
  ['an error without a word', '{"type":"error"}'],
  ['a second welcome', '{"type":"welcome"}'],
  [
    'data nested deeply',
    `${JSON.stringify({ ...frame, patch: [] }).replace('"patch":[]', `"patch":[["e",{"data":${nested(50_000)}}]]`)}`,
  ],
])('%s: nothing is thrown, and the view stays right', async (_, text) => {
  const made = scriptedClient()
  const { socket, zone } = await made.joined({ entities: [stone] })
  const seen: number[] = []
  zone.on('tick', ({ view }) => seen.push(view.tick))
  expect(() => sayAnything(socket, text)).not.toThrow()
  await settle()
  expect(zone.view.entities.get('e')).toEqual(stone)

  // The zone goes on, on this connection or the next.
  if (made.client.status.phase === 'reconnecting') (await made.nextSocket()).welcome()
  await settle()
  const now = made.sockets.at(-1) as ScriptedSocket
  now.showZone({ tick: 9, entities: [stone] })
  if (seen.length === 0) now.say({ ...frame, tick: 10, prev: 9 } as never)
  expect(zone.view.tick).toBeGreaterThanOrEqual(seen.at(-1) ?? 1)
  await made.client.close()
})

test('a frame that fails half-way ends the connection, and the next one begins with a whole view', async () => {
  const made = scriptedClient()
  const { socket, zone } = await made.joined({ entities: [stone] })
  sayAnything(socket, JSON.stringify({ ...frame, events: 7 }))
  expect(made.client.status).toMatchObject({
    phase: 'reconnecting',
    reason: expect.stringMatching(/^a message of the server cannot be understood \(tick: /),
  })
  const next = (await made.nextSocket()).welcome()
  next.showZone({ tick: 5, entities: [] })
  expect([zone.view.tick, zone.view.entities.size]).toEqual([5, 0])
})

test.each([
  {},
  { limits: null },
  { limits: {}, heartbeatMs: 'x' },
  { limits: { messagesPerSecond: 0 }, heartbeatMs: 1e300 },
])('a welcome of %j is no storm of timers or of connections', async (welcome) => {
  const made = scriptedClient()
  const socket = await made.socket(0)
  socket.open()
  sayAnything(socket, JSON.stringify({ type: 'welcome', playerId: 'ann', ...welcome }))
  for (let second = 0; second < 60; second++) {
    made.clock.advance(1_000)
    await settle()
  }
  // A second socket is refused by silence, and so on: each waits longer for the next.
  expect(made.sockets.length).toBeLessThan(15)
  await made.client.close()
})

test('[SDK-1] what a server asks for is waited, if it is a time; no longer than an hour', () => {
  const wait = (atLeastMs: unknown) =>
    backOffMs({ attempt: 1, atLeastMs: atLeastMs as number, isPatient: false, random: () => 0.5 })
  expect([wait(0), wait(7_000), wait(3_600_000)]).toEqual([125, 7_125, 3_600_125])
  expect([wait(-1e9), wait(1e12), wait('soon'), wait(Number.NaN), wait(null)]).toEqual([125, 3_600_125, 125, 125, 125])
})

test('a timer of the platform that is longer than it can be does not end at once', async () => {
  let hasEnded = false
  const end = () => {
    hasEnded = true
  }
  const cancels = [1e12, Number.POSITIVE_INFINITY, Number.NaN].map((ms) => platformRuntime.after(ms, end))
  // Timers end in the order of their length: those of one millisecond would have ended before this one.
  await new Promise<void>((resolve) => void platformRuntime.after(20, resolve))
  for (const cancel of cancels) cancel()
  expect(hasEnded).toBe(false)
})

test('[SDK-6] a thousand refusals for the rate ask again once', async () => {
  const made = scriptedClient()
  const { socket, zone } = await made.joined()
  for (let count = 0; count < 10; count++) zone.query('q').catch(() => {})
  await settle()
  const before = socket.heard.length
  const refusal = { type: 'error', code: 'rate_limited', message: '', retryable: true, retryAfterMs: 0 }
  for (let count = 0; count < 1_000; count++) sayAnything(socket, JSON.stringify(refusal))
  for (let second = 0; second < 5; second++) {
    made.clock.advance(1_000)
    await settle()
  }
  expect(socket.heard.length - before).toBe(10)
  await made.client.close()
})

test('[SDK-6] refusals for the rate that go on put no more in line than what is out, and intents are not kept waiting', async () => {
  const made = scriptedClient()
  const { socket, zone } = await made.joined()
  for (let count = 0; count < 64; count++) zone.query('q').catch(() => {})
  const refusal = { type: 'error', code: 'rate_limited', message: '', retryable: true, retryAfterMs: 0 }
  for (let second = 0; second < 60; second++) {
    sayAnything(socket, JSON.stringify(refusal))
    made.clock.advance(1_000)
  }
  const before = socket.heard.length
  void zone.send('act', {}).catch(() => {})
  // Of each query at most one copy is before it: 64, at 18 a second.
  made.clock.advance(4_000)
  expect(socket.seqs).toEqual([1])
  made.clock.advance(60_000)
  expect(socket.heard.filter(({ type }) => type !== 'ping').length - before).toBeLessThanOrEqual(64 + 1)
  await made.client.close()
})

test('[SDK-6] a subscribe that waits behind the rate is not asked again, nor one that was turned away for a moment', async () => {
  const made = scriptedClient()
  const socket = (await made.socket(0)).welcome()
  const subscribes = () => socket.heard.filter(({ type }) => type === 'subscribe').length
  made.client.join(zoneId).catch(() => {})
  const refusal = { type: 'error', code: 'rate_limited', message: '', retryable: true, retryAfterMs: 1_000 }
  for (let second = 0; second < 30; second++) {
    sayAnything(socket, JSON.stringify(refusal))
    made.clock.advance(999)
  }
  // At the first refusal; the copy waits since.
  expect(subscribes()).toBe(1)
  made.clock.advance(10)
  expect(subscribes()).toBe(2)
  socket.showZone()
  socket.shut()

  const next = (await made.nextSocket()).welcome()
  for (let second = 0; second < 10; second++) {
    next.refuse('subscribe', { retryAfterMs: 1_000 })
    sayAnything(next, JSON.stringify({ ...refusal, retryAfterMs: 100 }))
    made.clock.advance(1_000)
  }
  expect(next.heard.filter(({ type }) => type === 'subscribe')).toHaveLength(11)
  await made.client.close()
})

test('a patch cannot give an entity another prototype', () => {
  const before = { tick: 1, at: 1, entities: new Map([['e', { ...stone, data: { a: 1 } }]]), extras: {} }
  const patch = JSON.parse('[["e",{"data":{"__proto__":{"isAdmin":true},"constructor":{"b":2}}}]]')
  const data = applyFrame(before as never, { ...frame, patch } as never).entities.get('e')?.data as object
  expect(Object.getPrototypeOf(data)).toBe(Object.prototype)
  expect('isAdmin' in data).toBe(false)
  expect(data).toEqual({ a: 1, constructor: { b: 2 } })
})

test('an hour of frames takes no more than the last view', async () => {
  const made = scriptedClient()
  const { socket, zone } = await made.joined({ entities: [stone] })
  let tick = 1
  const hour = (3_600 * 1_000) / 100
  const heardBefore = socket.heard.length
  for (let count = 0; count < hour; count++) {
    const id = `e${count % 50}`
    const change = { ...frame, prev: tick, tick: tick + 1, set: [{ ...stone, id }], remove: [`e${(count + 25) % 50}`] }
    sayAnything(socket, JSON.stringify(change))
    tick += 1
    made.clock.advance(100)
  }
  expect(zone.view.tick).toBe(tick)
  expect(zone.view.entities.size).toBeLessThanOrEqual(51)
  // Nothing was silent, and nothing had to be asked for.
  expect(socket.heard.length - heardBefore).toBe(0)
  await made.client.close()
})
