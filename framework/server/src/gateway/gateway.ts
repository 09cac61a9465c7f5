import { randomBytes, randomUUID } from 'node:crypto'
import type { Clock, ConnectionOutlet, Limits, Logger, PlayZones, Telemetry } from '@gridtick/engine/ports'
import { closeCodes } from '@gridtick/protocol'
import type { Refused } from '@gridtick/protocol/codes'
import { createRefusalNotes } from '../requests/note-refusals.ts'
import { createAdmission } from './admission.ts'
import type { ClientSocket, SocketListener, SocketOrigin } from './client-socket.ts'
import { closeMs, closeSocket } from './close-socket.ts'
import { type Connection, createConnection } from './connection.ts'
import { createConnections } from './connections.ts'
import { createHeartbeat } from './heartbeat.ts'
import { HeldWrites } from './held-writes.ts'
import type { VerifyToken } from './player-identity.ts'
import { createWindowedCounter } from './windowed-counter.ts'

/** All sockets of this process, and the way between them and the zones. */
export type Gateway = {
  /** What the zones send through. */
  readonly outlet: Omit<ConnectionOutlet, 'settled' | 'noticed'>
  /** Asked before a socket is upgraded: why this address may not have one now. Counts as a handshake. */
  refuseUpgrade(address: string): Refused | undefined
  /** Takes over a socket that has just been opened. Beyond the number of sockets it is closed (1013). */
  accept(socket: ClientSocket, origin: SocketOrigin): SocketListener
  stats(): GatewayStats
  /** The zones are gone, with all that they knew: who waits for an answer of theirs is sent away (1012). */
  zonesLost(): void
  /** There are zones again. All who watched watch again. */
  zonesBack(): void
  /**
   * Says `bye` to everybody, closes with 1001 and takes nobody new. Resolves when every socket is gone; those that do
   * not go by themselves are cut off after two seconds.
   */
  drain(farewell: { readonly reason: string; readonly reconnectAfterMs: number }): Promise<void>
}

/** How full the gateway is. Each number has a limit: sockets `socketsMax`, unauthenticated `unauthenticatedMax`, … */
export type GatewayStats = {
  /** Open, or still closing. */
  readonly sockets: number
  readonly unauthenticated: number
  readonly addresses: number
  /** Not closed yet; those who have said hello are counted by `players`. */
  readonly connections: number
  readonly players: number
  readonly congested: number
  /** Intents and leaves that have no final answer yet. */
  readonly unanswered: number
  readonly pendingMessages: number
}

/** `host` is asked for when it is first needed: the zones need the outlet before. */
export function createGateway(options: {
  readonly host: () => PlayZones
  readonly verifyToken: VerifyToken
  readonly limits: Limits
  readonly clock: Clock
  readonly logger: Logger
  readonly telemetry: Telemetry
  readonly serverVersion: string
}): Gateway {
  const { limits, clock } = options
  /** Of this start of the gateway, in the id of each of its connections: it tells whose they are, and nothing else. */
  const incarnation = drawIncarnation()
  const connections = createConnections<Connection>()
  const admission = createAdmission(limits, clock)
  const handshakes = createWindowedCounter({ windowMs: 60_000, keysMax: limits.rateLimitKeysMax, clock })
  const noteRefusal = createRefusalNotes(options)
  const heldWrites = new HeldWrites()
  const services = { ...options, connections, handshakes, heldWrites }
  const heartbeat = createHeartbeat({ limits, clock, beat })
  /** Connections whose socket is not gone yet. */
  const open = new Set<Connection>()
  let onEmpty = () => {}
  /** There once the server stops. */
  let drained: Promise<void> | undefined

  function beat(sleptMs: number): boolean {
    for (const connection of connections.all()) connection.beat(sleptMs)
    return connections.size > 0
  }

  function gone(connection: Connection): void {
    open.delete(connection)
    if (open.size === 0) onEmpty()
  }

  return {
    outlet: {
      send: (connectionId, frame, kind, finals) => connections.byId(connectionId)?.send(frame, kind, finals),
      hold: () => heldWrites.hold(),
      sendToPlayer: (playerId, text) => connections.ofPlayer(playerId)?.send(text),
      close: (connectionId, code, reason) => connections.byId(connectionId)?.close(code, reason),
      began: ({ connectionId, zoneId, watch }) => connections.byId(connectionId)?.watchBegan(zoneId, watch),
      ended: ({ connectionId, zoneId, watch }) => connections.byId(connectionId)?.watchEnded(zoneId, watch),
    },

    refuseUpgrade(address) {
      if (drained !== undefined) return { code: 'shutting_down', message: 'The server stops.', retryAfterMs: 1_000 }
      const refused = admission.refuseHandshake(address)
      if (refused !== undefined) noteRefusal(refused.limit, address)
      return refused
    },

    accept(socket, origin) {
      if (drained !== undefined) return turnAway(socket, clock, closeCodes.serverStops)
      const full = admission.refuseSocket(origin.address)
      if (full !== undefined) {
        noteRefusal(full, origin.address)
        return turnAway(socket, clock, closeCodes.tooManyConnections)
      }
      const place = admission.enter(origin.address)
      const connection = createConnection({ id: `${incarnation}~${randomUUID()}`, socket, origin, place, services })
      open.add(connection)
      connections.add(connection)
      heartbeat.wake()
      return {
        text: (text) => connection.text(text),
        binary: () => connection.binary(),
        control: (bytes) => connection.control(bytes),
        closed(code) {
          connection.closed(code)
          gone(connection)
        },
      }
    },

    stats: () => ({
      sockets: admission.sockets,
      unauthenticated: admission.unauthenticated,
      addresses: admission.addresses,
      connections: connections.size,
      players: connections.players,
      congested: connections.all().filter((connection) => connection.isCongested).length,
      unanswered: connections.all().reduce((sum, connection) => sum + connection.unanswered, 0),
      pendingMessages: connections.all().reduce((sum, connection) => sum + connection.pendingMessages, 0),
    }),

    zonesLost() {
      for (const connection of connections.all()) connection.zonesLost()
    },

    zonesBack() {
      for (const connection of connections.all()) connection.zonesBack()
    },

    drain({ reason, reconnectAfterMs }) {
      drained ??= new Promise((resolve) => {
        // A socket that was cut off and does not tell shall not keep the server from stopping.
        const cancel = clock.after(2 * closeMs, resolve)
        onEmpty = () => {
          cancel()
          resolve()
        }
        heartbeat.stop()
        for (const connection of connections.all()) connection.bye(reason, reconnectAfterMs)
        if (open.size === 0) onEmpty()
      })
      return drained
    },
  }
}

/** Ten letters and digits. */
function drawIncarnation(): string {
  return Array.from(randomBytes(10), (byte) => 'abcdefghijklmnopqrstuvwxyz234567'[byte % 32]).join('')
}

/** A socket that never becomes a connection. It is told why and cut off soon. */
function turnAway(socket: ClientSocket, clock: Clock, code: number): SocketListener {
  const reason = code === closeCodes.serverStops ? 'the server stops' : 'too many connections'
  const cancel = closeSocket(socket, clock, { code, reason })
  return { text() {}, binary() {}, control() {}, closed: cancel }
}
