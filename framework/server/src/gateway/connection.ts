import type {
  Actor,
  Clock,
  Limits,
  Logger,
  MessageKind,
  OutgoingFrame,
  PlayZones,
  Telemetry,
} from '@gridtick/engine/ports'
import { type ClientMessage, closeCodes, type ServerMessage } from '@gridtick/protocol'
import { errorMessage, given, type Refused } from '@gridtick/protocol/codes'
import type { ZoneId } from 'gridtick'
import type { AdmittedSocket } from './admission.ts'
import { refusedByFault } from './answers.ts'
import { afterAwake } from './awake-timer.ts'
import { createBadFrameCount } from './bad-frame-count.ts'
import type { ClientSocket, SocketListener, SocketOrigin } from './client-socket.ts'
import type { Connections } from './connections.ts'
import { handleMessage } from './handle-message.ts'
import { createInbox, type Inbox } from './inbox.ts'
import { createOutbox, type Outbox } from './outbox.ts'
import { identifyPlayer, type VerifyToken } from './player-identity.ts'
import { createRateGate, type RateGate } from './rate-gate.ts'
import { readMessage } from './read-message.ts'
import { welcomeMessage } from './welcome.ts'
import type { WindowedCounter } from './windowed-counter.ts'
import { createZoneTies, type ZoneTies } from './zone-ties.ts'

/** What all connections share. */
export type ConnectionServices = {
  readonly host: () => PlayZones
  readonly verifyToken: VerifyToken
  readonly limits: Limits
  readonly clock: Clock
  readonly logger: Logger
  readonly telemetry: Telemetry
  readonly serverVersion: string
  readonly connections: Connections<Connection>
  /** Handshakes of each player within a minute. */
  readonly handshakes: WindowedCounter
}

type Phase =
  | { readonly name: 'greeting' }
  | { readonly name: 'playing'; readonly player: Actor; readonly expiresAt: number }
  | { readonly name: 'closed' }

/** A closing handshake that takes longer is cut short. */
export const closeMs = 2_000

/** The code that stands for "without a close frame" (RFC 6455, 7.4.1). It is never sent. */
const abnormal = 1006

/**
 * One socket, from its first byte to its last: greeting → playing → closed. The connection is closed as soon as that is
 * decided; its socket may need a moment longer, and nothing it says then is heard.
 */
export class Connection implements SocketListener {
  readonly id: string
  readonly #services: ConnectionServices
  readonly #socket: ClientSocket
  readonly #origin: SocketOrigin
  readonly #place: AdmittedSocket
  readonly #inbox: Inbox
  readonly #outbox: Outbox
  readonly #rate: RateGate
  readonly #zones: ZoneTies
  readonly #isOneBadFrameTooMany: () => boolean
  #phase: Phase = { name: 'greeting' }
  #heardAt: number
  #pingedAt: number
  /** Of the phase: no hello while greeting, no end of the closing handshake when closed. */
  #cancelDeadline: () => void

  constructor(options: ConnectionOptions) {
    const { id, socket, origin, place, services } = options
    const { limits, clock, telemetry } = services
    this.id = id
    this.#services = services
    this.#socket = socket
    this.#origin = origin
    this.#place = place
    this.#rate = createRateGate(limits, clock)
    this.#zones = createZoneTies({ ...services, connectionId: id })
    this.#isOneBadFrameTooMany = createBadFrameCount(limits, clock)
    this.#inbox = createInbox({
      pendingMax: limits.pendingMessagesMax,
      handle: (text) => this.#handle(text),
      mustWait: () => this.#phase.name === 'greeting',
    })
    this.#outbox = createOutbox({
      socket,
      limits,
      clock,
      telemetry,
      onCongested: (isCongested) => {
        if (this.#phase.name === 'playing') this.#zones.tellCongested(isCongested)
      },
      onStalled: () => this.terminate(),
    })
    this.#heardAt = clock.monotonic()
    this.#pingedAt = this.#heardAt
    this.#cancelDeadline = afterAwake(clock, limits.helloMs, () => this.close(closeCodes.noLife, 'no hello'))
  }

  /** The player, once it is known and as long as the connection lasts. */
  get player(): Actor | undefined {
    return this.#phase.name === 'playing' ? this.#phase.player : undefined
  }

  get isClosed(): boolean {
    return this.#phase.name === 'closed'
  }

  get isCongested(): boolean {
    return this.#outbox.isCongested
  }

  /** Intents and leaves that have no final answer yet. */
  get unanswered(): number {
    return this.#zones.unanswered
  }

  get pendingMessages(): number {
    return this.#inbox.pending
  }

  // What the socket tells.

  text(text: string): void {
    if (!this.#hear(Buffer.byteLength(text))) return
    if (!this.#inbox.push(text)) this.close(closeCodes.rate, 'too many messages wait')
  }

  binary(): void {
    this.close(closeCodes.binary, 'only text frames')
  }

  control(bytes: number): void {
    this.#hear(bytes, { isAnswered: false })
  }

  closed(code: number): void {
    this.#end(code)
    this.#cancelDeadline()
    this.#place.left()
  }

  // What the gateway and the zones ask for.

  /** `kind`: of a message of the zones. */
  send(frame: OutgoingFrame, kind?: MessageKind): void {
    if (kind === 'final') this.#zones.countUnanswered(-1)
    if (this.#phase.name !== 'closed') this.#outbox.send(frame)
  }

  /** The zones have answered a subscribe of this connection. */
  watchBegan(zoneId: ZoneId, watch: number): void {
    this.#zones.watched.began(zoneId, watch)
  }

  /** The zones are done with a subscribe of this connection. */
  watchEnded(zoneId: ZoneId, watch: number): void {
    this.#zones.watched.end(zoneId, watch)
  }

  /** The zones are gone with all they knew. Who is owed an answer never gets it, and comes back by itself. */
  zonesLost(): void {
    const isOwed = this.#zones.isOwedAnswer() || this.#inbox.pending > 0
    if (this.#phase.name === 'playing' && isOwed) this.close(closeCodes.zoneLost, 'the zones begin again')
  }

  /** There are zones again, which know nothing yet. */
  zonesBack(): void {
    if (this.#phase.name !== 'playing') return
    const { player } = this.#phase
    const { subprotocol } = this.#origin
    const spoken = given({ subprotocol })
    this.#zones.watchAgain({ player, isCongested: this.isCongested, ...spoken }).catch((error: unknown) => {
      this.#services.logger.warn({ err: error, connectionId: this.id }, 'a connection cannot watch its zones again')
      this.close(closeCodes.zoneLost, 'the zone cannot be shown at the moment')
    })
  }

  /** Ends the connection now and its socket within `closeMs`. The second time it changes nothing. */
  close(code: number, reason: string): void {
    if (!this.#end(code)) return
    this.#socket.close(code, reason)
    this.#cancelDeadline = this.#services.clock.after(closeMs, () => this.#socket.terminate())
  }

  /** Ends connection and socket at once: for a reader that takes nothing, whom a close frame would not reach. */
  terminate(): void {
    this.#end(abnormal)
    this.#socket.terminate()
  }

  /** Another connection of the same player took over. */
  supersede(): void {
    this.#sendMessage({ type: 'superseded' })
    this.close(closeCodes.superseded, 'another connection took over')
  }

  /** The server stops. */
  bye(reason: string, reconnectAfterMs: number): void {
    this.#sendMessage({ type: 'bye', reason, reconnectAfterMs })
    this.close(closeCodes.serverStops, 'the server stops')
  }

  /**
   * Looks after a connection, every now and then: does its token still hold, is anybody there, is a ping due. `sleptMs`
   * is how late the server itself was: what came meanwhile has not been read, so silence is not counted for it.
   */
  beat(sleptMs: number): void {
    const { limits, clock } = this.#services
    if (this.#phase.name !== 'playing') return
    const now = clock.monotonic()
    this.#heardAt = Math.min(now, this.#heardAt + sleptMs)
    if (this.#phase.expiresAt <= clock.now())
      this.#refuse({ code: 'unauthenticated', message: 'The token has expired.' }, closeCodes.unauthenticated)
    else if (now - this.#heardAt >= limits.silenceMs) this.close(closeCodes.noLife, 'nothing heard')
    else if (now - this.#pingedAt >= limits.heartbeatMs) {
      this.#pingedAt = now
      this.#socket.ping()
    }
  }

  /** Whatever came is a sign of life. False if it came too fast and is to be dropped. */
  #hear(bytes: number, { isAnswered } = { isAnswered: true }): boolean {
    if (this.#phase.name === 'closed') return false
    this.#heardAt = this.#services.clock.monotonic()
    const verdict = this.#rate.admit(bytes)
    if (verdict.kind === 'admitted') return true
    if (verdict.kind === 'flooding') this.close(closeCodes.rate, 'over the rate for too long')
    else if (isAnswered && verdict.mayAnswer)
      this.#sendMessage(
        errorMessage({
          code: 'rate_limited',
          message: 'Too many messages; this one was dropped.',
          retryAfterMs: verdict.retryAfterMs,
        }),
      )
    return false
  }

  /** Never rejects: a fault of ours ends this connection and no other. */
  async #handle(text: string): Promise<void> {
    try {
      await this.#handleOpen(text)
    } catch (error) {
      this.#refuse(refusedByFault(error, this.#services.logger), closeCodes.viewsFailing)
    }
  }

  async #handleOpen(text: string): Promise<void> {
    if (this.#phase.name === 'closed') return
    const read = readMessage(text, this.#services.limits.jsonDepthMax)
    if (!read.ok) return this.#refuseFrame(read.refused)
    if (this.#phase.name === 'greeting') return await this.#greet(read.message)
    const { host, limits, logger } = this.#services
    const { player } = this.#phase
    const send = (message: ServerMessage) => this.#sendMessage(message)
    const countBad = ({ code }: Refused) => {
      if (this.#isOneBadFrameTooMany()) this.close(closeCodes.badFrames, code)
    }
    await handleMessage(read.message, {
      ...{ connectionId: this.id, player, host: host(), limits, logger, send, countBad },
      ...{ watched: this.#zones.watched, isCongested: this.isCongested, subprotocol: this.#origin.subprotocol },
      countUnanswered: this.#zones.countUnanswered,
    })
  }

  #refuseFrame(refused: Refused): void {
    if (this.#isOneBadFrameTooMany()) this.#refuse(refused, closeCodes.badFrames)
    else this.#sendMessage(errorMessage(refused))
  }

  /** The first message: who is there? Then the player is here, and nowhere else. */
  async #greet(message: ClientMessage): Promise<void> {
    const { limits, connections, serverVersion } = this.#services
    const identity = await identifyPlayer({ ...this.#services, message, bearer: this.#origin.bearer })
    // Meanwhile the socket may have gone, or the time for a hello have passed.
    if (this.#phase.name !== 'greeting') return
    if (!identity.ok) return this.#refuse(identity.refused, identity.closeCode)
    const { player, expiresAt } = identity
    this.#cancelDeadline()
    this.#place.authenticated()
    connections.claim(player.playerId, this)?.supersede()
    this.#phase = { name: 'playing', player, expiresAt }
    this.#sendMessage(welcomeMessage({ player, connectionId: this.id, serverVersion, limits }))
  }

  #refuse(refused: Refused, closeCode: number): void {
    this.#sendMessage(errorMessage(refused))
    this.close(closeCode, refused.code)
  }

  #sendMessage(message: ServerMessage): void {
    this.send(JSON.stringify(message))
  }

  /** The one place where a connection ends, and where the zones are told. False if it has ended before. */
  #end(code: number): boolean {
    const before = this.#phase
    if (before.name === 'closed') return false
    const { connections, telemetry, logger } = this.#services
    this.#phase = { name: 'closed' }
    this.#cancelDeadline()
    this.#inbox.clear()
    this.#outbox.stop()
    const player = before.name === 'playing' ? before.player : undefined
    connections.remove(this, player?.playerId)
    telemetry.closed(code)
    logger.debug({ connectionId: this.id, code }, 'connection closed')
    // The zones know only those who have said hello.
    if (player !== undefined) this.#zones.tellClosed()
    return true
  }
}

type ConnectionOptions = {
  readonly id: string
  readonly socket: ClientSocket
  readonly origin: SocketOrigin
  readonly place: AdmittedSocket
  readonly services: ConnectionServices
}

export function createConnection(options: ConnectionOptions): Connection {
  return new Connection(options)
}
