import { expect, test } from 'vitest'
import { closeCodes } from '../../framework/protocol/src/socket-codes.ts'
import { scriptedClient, settle } from './scripted-server.ts'

/** A client that has failed so often that it waits for long: the delay is drawn as the longest there can be. */
async function afterLosses(losses: number) {
  const world = scriptedClient({ random: () => 0.999 })
  ;(await world.socket(0)).welcome().shut()
  for (let lost = 1; lost < losses; lost++) (await world.nextSocket()).shut()
  expect(world.client.status).toMatchObject({ phase: 'reconnecting', attempt: losses })
  return world
}

test('[SDK-13] on request it tries at once', async () => {
  // Of the 8 s that it would wait, none is left.
  const world = await afterLosses(6)
  const { now, advance } = world.clock
  expect(world.client.status).toMatchObject({ retryAtMs: now() + 7_992 })
  advance(1_000)
  const [told, opened] = [world.statuses.length, world.sockets.length]
  world.client.retryNow()
  expect(world.client.status).toMatchObject({ phase: 'reconnecting', attempt: 6, retryAtMs: now() })
  expect(world.statuses).toHaveLength(told + 1)
  advance(0)
  await settle()
  expect(world.sockets).toHaveLength(opened + 1)
  await world.client.close()
})

test('[SDK-13] the back-off begins again with it, in whatever phase', async () => {
  const waiting = await afterLosses(7)
  waiting.clock.advance(1_000)
  waiting.client.retryNow()
  waiting.clock.advance(0)
  ;(await waiting.socket(7)).shut()
  expect(waiting.client.status).toMatchObject({ attempt: 1, retryAtMs: waiting.clock.now() + 1_000 })
  waiting.clock.advance(1_000)
  ;(await waiting.socket(8)).shut()
  expect(waiting.client.status).toMatchObject({ attempt: 2, retryAtMs: waiting.clock.now() + 500 })

  // The attempt that is being made has come too early, by a moment.
  const opening = await afterLosses(7)
  const early = await opening.nextSocket()
  opening.client.retryNow()
  opening.clock.advance(900)
  early.shut()
  expect(opening.client.status).toMatchObject({ attempt: 1, retryAtMs: opening.clock.now() + 250 })

  const connected = await afterLosses(7)
  const socket = (await connected.nextSocket()).welcome()
  connected.client.retryNow()
  expect(connected.client.status).toEqual({ phase: 'connected' })
  connected.clock.advance(3_000)
  socket.shut()
  expect(connected.client.status).toMatchObject({ attempt: 1, retryAtMs: connected.clock.now() + 250 })
})

test('[SDK-13] told each time that the server is back, it keeps up with one that starts again every four seconds', async () => {
  const world = scriptedClient({ random: () => 0.999 })
  ;(await world.socket(0)).welcome()
  for (let start = 0; start < 20; start++) {
    // It runs, stops, and refuses whoever comes while it starts.
    world.clock.advance(3_000)
    world.sockets.at(-1)?.shut(closeCodes.serverStops)
    for (let ms = 0; ms < 1_000; ms += 50) {
      world.clock.advance(50)
      await settle()
      world.sockets.at(-1)?.shut()
    }
    const startedAt = world.clock.monotonic()
    world.client.retryNow()
    // The news were a moment too early.
    ;(await world.nextSocket()).shut()
    ;(await world.nextSocket()).welcome()
    expect(world.clock.monotonic() - startedAt).toBeLessThanOrEqual(2_000)
  }
  await world.client.close()
})

test('[SDK-13] asked again and again it tries once a second, and no more once it is closed', async () => {
  const world = await afterLosses(6)
  const { monotonic, advance } = world.clock
  advance(1_000)
  const [opened, from] = [world.sockets.length, monotonic()]
  for (let asked = 0; asked < 50; asked++) {
    world.client.retryNow()
    advance(100)
    await settle()
    const [last] = world.sockets.slice(-1)
    if (last?.isClosed === false) last.shut()
  }
  const tried = 1 + (monotonic() - from) / 1_000
  expect(world.sockets).toHaveLength(opened + tried)
  await world.client.close()
  world.client.retryNow()
  advance(100_000)
  await settle()
  expect(world.sockets).toHaveLength(opened + tried)
  expect(world.client.status).toMatchObject({ phase: 'closed' })
})

test('[SDK-13] what the server asked for is waited for, and one that has too much is not hurried', async () => {
  const world = scriptedClient({ random: () => 0.999 })
  const first = (await world.socket(0)).welcome()
  first.say({ type: 'bye', reason: 'The server stops.', reconnectAfterMs: 3_000 })
  first.shut(closeCodes.serverStops)
  expect(world.client.status).toMatchObject({ retryAtMs: world.clock.now() + 3_250 })
  world.client.retryNow()
  expect(world.client.status).toMatchObject({ retryAtMs: world.clock.now() + 3_000 })

  const patient = scriptedClient({ random: () => 0.999 })
  ;(await patient.socket(0)).shut(closeCodes.tooManyConnections)
  patient.client.retryNow()
  expect(patient.client.status).toMatchObject({ retryAtMs: patient.clock.now() + 3_996 })
  // Nor does its range begin anew.
  ;(await patient.nextSocket()).shut(closeCodes.rate)
  patient.client.retryNow()
  expect(patient.client.status).toMatchObject({ attempt: 2, retryAtMs: patient.clock.now() + 7_992 })
  ;(await patient.nextSocket()).shut(closeCodes.rate)
  expect(patient.client.status).toMatchObject({ attempt: 3, retryAtMs: patient.clock.now() + 15_984 })
})
