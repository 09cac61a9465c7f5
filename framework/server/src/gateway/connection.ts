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
import { afterAwake } from './awake-timer.ts'
import type { ClientSocket, SocketListener, SocketOrigin } from './client-socket.ts'
import { closeSocket } from './close-socket.ts'
import type { Connections } from './connections.ts'
import { handleMessage } from './handle-message.ts'
import type { HeldWrites } from './held-writes.ts'
import { createIntake, type Intake } from './intake.ts'
import { createOutbox, type Outbox } from './outbox.ts'
import { identifyPlayer, type VerifyToken } from './player-identity.ts'
import { createSignsOfLife, type SignsOfLife } from './signs-of-life.ts'
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
  readonly heldWrites: HeldWrites
  /** Handshakes of each player within a minute. */
  readonly handshakes: WindowedCounter
}

type Phase =
  | { readonly name: 'greeting' }
  | { readonly name: 'playing'; readonly player: Actor; readonly expiresAt: number }
  | { readonly name: 'closed' }

/** The code that stands for "without a close frame" (RFC 6455, 7.4.1). It is never sent. */
const abnormal = 1006

/**
 * One socket, from its first byte to its last: greeting → playing → closed, in this order below. The connection is
 * closed as soon as that is decided; its socket may need a moment longer, and nothing it says then is heard.
 */
export class Connection implements SocketListener {
  readonly id: string
  readonly #services: ConnectionServices
  readonly #socket: ClientSocket
  readonly #origin: SocketOrigin
  readonly #place: AdmittedSocket
  readonly #intake: Intake
  readonly #outbox: Outbox
  readonly #signsOfLife: SignsOfLife
  readonly #zones: ZoneTies
  #phase: Phase = { name: 'greeting' }
  /** Of the phase: no hello while greeting, no end of the closing handshake when closed. */
  #cancelDeadline: () => void

  constructor(options: ConnectionOptions) {
    const { id, socket, origin, place, services } = options
    const { limits, clock } = services
    this.id = id
    this.#services = services
    this.#socket = socket
    this.#origin = origin
    this.#place = place
    this.#zones = createZoneTies({ ...services, connectionId: id })
    this.#signsOfLife = createSignsOfLife(limits, clock)
    this.#intake = createIntake({
      ...services,
      onHeard: () => this.#signsOfLife.heard(),
      handle: (message) => this.#handle(message),
      mustWait: () => this.#phase.name === 'greeting',
      answer: (refused) => this.#sendMessage(errorMessage(refused)),
      close: (code, reason) => this.close(code, reason),
    })
    this.#outbox = createOutbox({
      ...services,
      socket,
      onCongested: (isCongested) => {
        if (this.#phase.name === 'playing') this.#zones.tellCongested(isCongested)
      },
      onStalled: () => this.terminate(),
    })
    this.#cancelDeadline = afterAwake(clock, limits.helloMs, () => this.close(closeCodes.noLife, 'no hello'))
  }

  // What comes in.

  text(text: string): void {
    this.#intake.text(text)
  }

  binary(): void {
    this.close(closeCodes.binary, 'only text frames')
  }

  control(bytes: number): void {
    this.#intake.control(bytes)
  }

  async #handle(message: ClientMessage): Promise<void> {
    if (this.#phase.name === 'greeting') await this.#greet(message)
    else if (this.#phase.name === 'playing') await this.#play(message, this.#phase.player)
  }

  // Greeting.

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

  // Playing.

  async #play(message: ClientMessage, player: Actor): Promise<void> {
    const { host, limits, logger } = this.#services
    await handleMessage(message, {
      ...{ connectionId: this.id, player, host: host(), limits, logger },
      ...{ watched: this.#zones.watched, isCongested: this.isCongested, subprotocol: this.#origin.subprotocol },
      send: (answer) => this.#sendMessage(answer),
      countBad: this.#intake.countBad,
      countUnanswered: this.#zones.countUnanswered,
    })
  }

  /** `kind`: of a message of the zones, with so many `finals` in it. */
  send(frame: OutgoingFrame, kind?: MessageKind, finals = 1): void {
    if (kind === 'final') this.#zones.countUnanswered(-finals)
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
    const isOwed = this.#zones.isOwedAnswer() || this.#intake.pending > 0
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

  /**
   * Looks after a connection, every now and then: does its token still hold, is anybody there, is a ping due. `sleptMs`
   * is how late the server itself was.
   */
  beat(sleptMs: number): void {
    if (this.#phase.name !== 'playing') return
    const life = this.#signsOfLife.check(sleptMs)
    if (this.#phase.expiresAt <= this.#services.clock.now())
      this.#refuse({ code: 'unauthenticated', message: 'The token has expired.' }, closeCodes.unauthenticated)
    else if (life === 'silent') this.close(closeCodes.noLife, 'nothing heard')
    else if (life === 'ping') this.#socket.ping()
  }

  // The end.

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

  #refuse(refused: Refused, closeCode: number): void {
    this.#sendMessage(errorMessage(refused))
    this.close(closeCode, refused.code)
  }

  /** Ends the connection now and its socket within `closeMs`. The second time it changes nothing. */
  close(code: number, reason: string): void {
    if (this.#end(code)) this.#cancelDeadline = closeSocket(this.#socket, this.#services.clock, { code, reason })
  }

  /** Ends connection and socket at once: for a reader that takes nothing, whom a close frame would not reach. */
  terminate(): void {
    this.#end(abnormal)
    this.#socket.terminate()
  }

  /** The one place where a connection ends, and where the zones are told. False if it has ended before. */
  #end(code: number): boolean {
    const before = this.#phase
    if (before.name === 'closed') return false
    const { connections, telemetry, logger } = this.#services
    this.#phase = { name: 'closed' }
    this.#cancelDeadline()
    this.#intake.stop()
    this.#outbox.stop()
    const player = before.name === 'playing' ? before.player : undefined
    connections.remove(this, player?.playerId)
    telemetry.closed(code)
    logger.debug({ connectionId: this.id, code }, 'connection closed')
    // The zones know only those who have said hello.
    if (player !== undefined) this.#zones.tellClosed()
    return true
  }

  /** The socket is gone. */
  closed(code: number): void {
    this.#end(code)
    this.#cancelDeadline()
    this.#place.left()
  }

  #sendMessage(message: ServerMessage): void {
    this.send(JSON.stringify(message))
  }

  // How full it is.

  get isCongested(): boolean {
    return this.#outbox.isCongested
  }

  /** Intents and leaves that have no final answer yet. */
  get unanswered(): number {
    return this.#zones.unanswered
  }

  get pendingMessages(): number {
    return this.#intake.pending
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
