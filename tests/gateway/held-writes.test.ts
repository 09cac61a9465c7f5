import { describe, expect, test } from 'vitest'
import { createTestGateway, settle } from './gateway-fakes.ts'

const text = (note: string) => JSON.stringify({ note })

async function twoConnections() {
  const { gateway, join, ...rest } = createTestGateway()
  const [anna, berta] = [await join('anna'), await join('berta')]
  const send = (to: { readonly connectionId: string }, note: string) =>
    gateway.outlet.send(to.connectionId, text(note), 'frame')
  for (const { state } of [anna, berta]) state.writes = 0
  return { gateway, anna, berta, send, ...rest }
}

describe('messages that are sent together', () => {
  test('are one write for each connection, in their order, when they are released', async () => {
    const { gateway, anna, berta, send } = await twoConnections()
    const release = gateway.outlet.hold()
    send(anna, 'one')
    send(berta, 'another')
    gateway.outlet.sendToPlayer('p-anna', text('two'))
    expect(anna.state.writes + berta.state.writes).toBe(0)
    release()
    release()
    expect([anna.state.writes, berta.state.writes]).toEqual([1, 1])
    expect(anna.sent.slice(-2)).toEqual([text('one'), text('two')])
    send(anna, 'at once')
    expect(anna.state.writes).toBe(2)
  })

  test('wait for no longer than the turn where others hold theirs', async () => {
    const { gateway, anna, send } = await twoConnections()
    const [release, releaseOthers] = [gateway.outlet.hold(), gateway.outlet.hold()]
    send(anna, 'one')
    release()
    send(anna, 'two')
    expect(anna.state.writes).toBe(0)
    await settle()
    expect(anna.state.writes).toBe(1)
    releaseOthers()
    expect(anna.state.writes).toBe(1)
    expect(anna.sent.slice(-2)).toEqual([text('one'), text('two')])
  })

  test('come before the close of their connection, and a closed one gets no more', async () => {
    const { gateway, anna, send } = await twoConnections()
    const release = gateway.outlet.hold()
    send(anna, 'last')
    gateway.outlet.close(anna.connectionId, 1011, 'test')
    expect(anna.sent.at(-1)).toBe(text('last'))
    send(anna, 'too late')
    release()
    expect(anna.sent.at(-1)).toBe(text('last'))
  })

  test('are written before they are more than a MiB', async () => {
    const { gateway, anna, send } = await twoConnections()
    const release = gateway.outlet.hold()
    send(anna, 'x'.repeat(1_000_000))
    expect(anna.state.writes).toBe(0)
    send(anna, 'x'.repeat(100_000))
    expect(anna.state.writes).toBe(1)
    release()
  })

  test('[CONN-4] count for the limits of slow readers as soon as they are written', async () => {
    const { gateway, anna, send, fakeHost, limits } = await twoConnections()
    anna.state.isReading = false
    const release = gateway.outlet.hold()
    for (let count = 0; count < 10; count++) send(anna, 'x'.repeat(limits.congestedBytes / 8))
    expect(fakeHost.congested()).toEqual([])
    release()
    expect(fakeHost.congested()).toEqual([[anna.connectionId, true]])
    anna.drain()
    expect(fakeHost.congested().at(-1)).toEqual([anna.connectionId, false])
  })
})

test('[CONN-4] small messages, of which the write is not looked after, congest and drain as large ones do', async () => {
  const { anna, send, fakeHost, limits } = await twoConnections()
  anna.state.isReading = false
  for (let bytes = 0; bytes <= limits.congestedBytes; bytes += 100) send(anna, 'x'.repeat(100))
  expect(fakeHost.congested()).toEqual([[anna.connectionId, true]])
  anna.drain()
  expect(fakeHost.congested().at(-1)).toEqual([anna.connectionId, false])
})
