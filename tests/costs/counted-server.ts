import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { setImmediate as turn } from 'node:timers/promises'
import { WebSocket } from 'ws'
import { systemClock } from '../../framework/engine/src/ports/clock.ts'
import { defaultLimits } from '../../framework/engine/src/ports/limits.ts'
import { silentLogger } from '../../framework/engine/src/ports/logger.ts'
import type { Storage } from '../../framework/engine/src/ports/storage/storage.ts'
import { noTelemetry } from '../../framework/engine/src/ports/telemetry.ts'
import { stepZone } from '../../framework/engine/src/step/step-zone.ts'
import { createEngine } from '../../framework/engine/src/zone/engine.ts'
import { exclusive } from '../../framework/engine/src/zone/turns.ts'
import { createZoneHost } from '../../framework/engine/src/zone-host.ts'
import { createGateway, type Gateway } from '../../framework/server/src/gateway/gateway.ts'
import { attachGateway } from '../../framework/server/src/gateway/upgrade.ts'
import { createFakeClock } from '../../framework/testing/src/fake-clock.ts'
import { crowd } from '../bench/measured/crowd.ts'
import { verifyFakeToken } from '../gateway/gateway-fakes.ts'
import { countWrites } from './count-writes.ts'

const everyMs = 100
/** After so many ticks everybody has seen the zone that ever will. */
const firstTicksMax = 1_000
/** Turns of the event loop within which all that was sent over loopback has come. */
const turnsMax = 100_000

/** Players here ask as fast as the ticks are run. */
const liftedLimits = {
  unauthenticatedPerAddressMax: 1_000,
  handshakesPerAddressPerSecond: 1_000,
  messagesPerSecond: 1_000_000,
  messagesBurst: 1_000_000,
  bytesPerSecond: 1_000_000_000,
  bytesBurst: 1_000_000_000,
}

export type CountedServer = Awaited<ReturnType<typeof startCountedServer>>

/**
 * A zone of the module `crowd`, always the same one, with players behind real sockets, whose time is moved by hand: so
 * what a tick costs is a number that does not change from run to run.
 */
export async function startCountedServer(
  storage: Storage,
  {
    entities,
    players,
    side,
    subprotocol = 'gridtick.v1',
  }: {
    readonly entities: number
    readonly players: number
    readonly side: number
    readonly subprotocol?: string
  },
) {
  const clock = createFakeClock()
  const limits = { ...defaultLimits, ...liftedLimits }
  const frames: number[] = []
  const telemetry = { ...noTelemetry, frame: (bytes: number) => void frames.push(bytes) }
  const shared = { limits, clock: systemClock, logger: silentLogger, telemetry }
  const gateway: Gateway = createGateway({
    ...shared,
    host: () => host,
    verifyToken: verifyFakeToken,
    serverVersion: 'test',
  })
  const engine = createEngine({
    ...shared,
    clock,
    storage,
    outlet: { ...gateway.outlet, settled() {}, noticed() {} },
    onCorrupt() {},
  })
  const host = createZoneHost({
    engine,
    modules: [crowd],
    beat: () => ({ lagMs: 0, sinceBeatMs: 0, activeZones: 0 }),
  })
  const config = { entities, width: side, height: side, sight: 24 }
  const made = await host.createZone({ module: crowd.name, config, seed: 'costs', everyMs })
  if (!made.ok) throw new Error(made.refused.message)
  const zoneId = made.value.id

  const server = createServer()
  const writes: ReturnType<typeof countWrites>[] = []
  server.on('connection', (socket: Socket) => writes.push(countWrites(socket)))
  attachGateway({
    ...{ server, route: '/v1/ws', basePath: '', gateway, limits, clock: systemClock, logger: silentLogger },
    hosts: { allowedHosts: ['127.0.0.1'] },
    clientAddress: () => '127.0.0.1',
    unknownProxies: { notice() {} },
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}/v1/ws`
  const joined = await Promise.all(
    Array.from({ length: players }, (_, index) => join(url, { zoneId, name: `player-${index}`, subprotocol })),
  )
  const sockets = joined.map(({ socket }) => socket)

  let seq = 0
  const zoneNow = () => {
    const zone = host.registry.get(zoneId)
    if (zone === undefined) throw new Error('The zone is not loaded.')
    return zone
  }
  const step = async () => {
    clock.advance(everyMs)
    await exclusive(zoneNow(), () => stepZone(engine, zoneNow()))
  }
  for (let tries = 0; joined.some(({ sees }) => !sees()); tries++) {
    if (tries === firstTicksMax) throw new Error('Not every player saw the zone.')
    await step()
    await turn()
  }

  return {
    /** Every player asks for a step, and one tick runs. */
    async tick(): Promise<void> {
      seq += 1
      for (const [index, socket] of sockets.entries()) {
        const payload = { dx: (index % 3) - 1, dy: 1 }
        socket.send(JSON.stringify({ type: 'intent', zoneId, seq, ref: String(seq), intent: 'move', payload }))
      }
      for (let turns = 0; zoneNow().queue.size < players; turns++) {
        if (turns === turnsMax) throw new Error('Not every intent was queued.')
        await turn()
      }
      takeCounts()
      await step()
    },
    /** Of the last tick: what was handed to the system for each player, and the sizes of all messages. */
    counts: takeCounts,
    async stop(): Promise<void> {
      for (const socket of sockets) socket.terminate()
      await gateway.drain({ reason: 'test', reconnectAfterMs: 0 })
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await storage.close()
    },
  }

  function takeCounts() {
    return { writes: writes.map((one) => one.taken()), frames: frames.splice(0) }
  }
}

/** A player who has asked to watch the zone. */
async function join(
  url: string,
  { zoneId, name, subprotocol }: { readonly zoneId: string; readonly name: string; readonly subprotocol: string },
) {
  const socket = new WebSocket(url, [subprotocol], { perMessageDeflate: false })
  let hasSeen = false
  const welcomed = new Promise<void>((resolve, reject) => {
    socket.on('close', (code) => reject(new Error(`The socket was closed: ${code}.`)))
    socket.on('message', (data: Buffer, isBinary: boolean) => {
      if (data.includes('"type":"welcome"')) resolve()
      if (isBinary || data.includes('"type":"tick"')) hasSeen = true
    })
  })
  await once(socket, 'open')
  socket.send(JSON.stringify({ type: 'hello', token: name }))
  socket.send(JSON.stringify({ type: 'subscribe', zoneId, mode: 'delta' }))
  await welcomed
  return { socket, sees: () => hasSeen }
}
