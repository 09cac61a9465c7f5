import type { TickMessage } from '@gridtick/protocol/messages'
import type { JsonObject } from 'gridtick/json'
import type { ErrorAnswer } from '../client.ts'
import type { PacedSender } from '../connection/paced-sender.ts'
import { Emitter } from '../emitter.ts'
import { closedError, GridtickError } from '../gridtick-error.ts'
import type { EndReason, IntentResult, JoinedZone, JoinedZoneStatus, ZoneEvents, ZoneMode } from '../joined-zone.ts'
import { Asking } from './asking.ts'
import { isJoinedAnew } from './joined-anew.ts'
import { OpenQueries, type QueryAnswer } from './open-queries.ts'
import { OutgoingIntents } from './outgoing-intents.ts'
import { Parting } from './parting.ts'
import type { ZoneConnection } from './zone-connection.ts'
import { ZoneFeed } from './zone-feed.ts'
import { refusalAfter, type ZoneMessage, type ZonePhase } from './zone-phase.ts'

type Deferred<Value> = { readonly resolve: (value: Value) => void; readonly reject: (error: GridtickError) => void }

/** Subscribing again that was refused for a moment is tried again after this, where the server says nothing else. */
const retryMs = 1_000

/**
 * One zone that a client watches, over all its connections: subscribes, applies frames, hands intents and queries on,
 * and ends. What the program sees of it is `createJoinedZone`.
 */
export class ZoneSubscription {
  readonly id: string
  /** The module's name, and the rest of what the server tells when it is subscribed to. */
  module = ''
  everyMs = 0
  config: JsonObject = {}
  bounds: JoinedZone['bounds']
  playerId = ''
  readonly events = new Emitter<ZoneEvents>()
  readonly feed = new ZoneFeed(this.events)
  readonly intents: OutgoingIntents
  readonly #mode: ZoneMode
  readonly #queries: OpenQueries
  readonly #newRef: () => string
  readonly #onEnded: () => void
  /** Until the first view is there. */
  #joining: Deferred<void> | undefined
  #parting: Parting | undefined
  #phase: ZonePhase = { name: 'apart' }
  #connection: ZoneConnection | undefined
  #status: JoinedZoneStatus = 'open'
  /** Which membership it was when it was last subscribed to. */
  #memberSince: number | undefined

  constructor(options: {
    readonly zoneId: string
    readonly mode: ZoneMode
    readonly joining: Deferred<void>
    /** Gives refs that no other message of this client has. */
    readonly newRef: () => string
    readonly onEnded: () => void
  }) {
    this.id = options.zoneId
    this.#mode = options.mode
    this.#joining = options.joining
    this.#newRef = options.newRef
    this.#onEnded = options.onEnded
    this.intents = new OutgoingIntents(options.zoneId, options.newRef, () => this.#partIfFlushed())
    this.#queries = new OpenQueries(options.zoneId, options.newRef)
  }

  get status(): JoinedZoneStatus {
    return this.#status
  }

  async send(type: string, payload: JsonObject): Promise<IntentResult> {
    if (this.#phase.name === 'ended' && this.#phase.reason === 'closed') throw closedError(this.#phase.message)
    if (this.#phase.name === 'ended') return refusalAfter(this.#phase)
    if (this.#parting !== undefined) return refusalAfter({ reason: 'left', message: 'This zone is being left.' })
    return this.intents.submit(type, payload)
  }

  async query(name: string, input?: JsonObject): Promise<QueryAnswer> {
    if (this.#phase.name === 'ended') throw closedError(this.#phase.message)
    return this.#queries.ask(name, input)
  }

  // What the client tells.

  /** There is a connection: begin, or go on where the one before was lost. */
  connected(connection: ZoneConnection): void {
    this.#connection = connection
    this.playerId = connection.playerId
    const parting = this.#parting
    parting?.hold()
    // Subscribing would join again, if the membership ended meanwhile: only for what waits for its result.
    const isDone = this.intents.pending === 0
    if (parting === undefined) this.#subscribe()
    else if (parting.endsMembership && (isDone || parting.wasSent)) parting.send(connection.sender)
    else if (isDone) this.#end(parting.reason, parting.message)
    else this.#subscribe()
  }

  lost(): void {
    this.#connection = undefined
    this.#queries.pause()
    this.intents.pause()
    if (this.#phase.name === 'ended') this.intents.abort(this.#phase.message)
    else this.#phase = { name: 'apart' }
  }

  /** The server dropped a message, and does not say which. */
  askAgain(): void {
    if (this.#phase.name === 'asking' && this.#phase.asking.mayBeDropped) this.#phase.asking.ask()
    this.intents.resendUnconfirmed()
    if (this.#phase.name === 'ended') return
    this.#queries.askAgain()
    const { sender } = this.#connection ?? {}
    if (sender !== undefined && this.#parting?.mayBeDropped) this.#parting.send(sender)
  }

  /** A newer server may say more than this client knows; that is passed over. */
  heard(message: ZoneMessage): void {
    // Of a zone that has ended only the results of intents are waited for.
    if (this.#phase.name === 'ended' && message.type !== 'intent_result') return
    switch (message.type) {
      case 'subscribed':
        this.#subscribed(message)
        break
      case 'tick':
        this.#ticked(message)
        break
      case 'intent_received':
        this.intents.received(message.ref, message.seq)
        this.#partIfFlushed()
        break
      case 'intent_result':
        this.intents.settled(message)
        this.#partIfFlushed()
        break
      case 'query_result':
        this.#queries.answered(message)
        break
      case 'zone_status':
        this.#statusTold(message)
        break
      case 'view_unavailable':
        this.events.emit('unavailable', { tick: message.tick })
        break
      case 'unsubscribed':
        this.#unsubscribed(message)
    }
  }

  /** False: the refusal is not about this zone. */
  refused(ref: string, answer: ErrorAnswer): boolean {
    if (this.#phase.name === 'asking' && this.#phase.asking.isAnsweredBy(ref))
      this.#subscribeRefused(this.#phase.asking, answer)
    else if (this.#parting?.isAnsweredBy(ref)) this.#partingRefused(this.#parting, answer)
    else return this.#queries.refused(ref, answer)
    return true
  }

  /** The client is closed for good. */
  closed(message: string): void {
    this.intents.abort(message)
    this.#end('closed', message)
  }

  // Beginning.

  #subscribe(): void {
    const { sender } = this.#connection ?? {}
    if (sender === undefined || this.#phase.name === 'ended') return
    const asking = new Asking({ zoneId: this.id, mode: this.#mode, sender, newRef: this.#newRef })
    this.#phase = { name: 'asking', asking }
    asking.ask()
  }

  #subscribed(message: Extract<ZoneMessage, { type: 'subscribed' }>): void {
    const { ref, module, everyMs, config = {}, bounds } = message
    const connection = this.#connection
    if (this.#phase.name !== 'asking' || !this.#phase.asking.isAnsweredBy(ref) || connection === undefined) return
    this.#phase = { name: 'subscribed' }
    this.feed.beginAnew()
    this.module = module
    this.everyMs = everyMs
    this.config = config
    this.bounds = bounds
    if (this.#parting?.type === 'unsubscribe' && isJoinedAnew(this.#memberSince, message)) this.#parting.undoJoin()
    this.#memberSince = message.memberSince
    this.intents.begin(connection.sender, connection.limits, message)
    // The socket took none of it: the connection is lost.
    if (this.#connection !== connection) return
    this.#queries.begin(connection.sender, connection.limits)
    // A zone that rests says so right after its first frame; one that runs again does not.
    if (this.#status === 'paused' || this.#status === 'waiting') this.#setStatus('open')
    this.#partIfFlushed()
  }

  #subscribeRefused(asking: Asking, answer: ErrorAnswer): void {
    asking.refused()
    if (answer.code === 'shutting_down') return
    if (this.#joining !== undefined) {
      this.#joining.reject(new GridtickError(answer))
      this.#end('refused', answer.message)
    } else if (answer.code === 'not_found') this.#deleted()
    else if (answer.retryable && answer.code !== 'zone_paused') {
      this.#setStatus('waiting', answer.code)
      this.#later(
        () => this.#phase.name === 'asking' && this.#phase.asking === asking && asking.ask(),
        answer.retryAfterMs,
      )
    } else this.#end('refused', answer.message)
  }

  // Going on.

  #ticked(frame: TickMessage): void {
    if (this.#phase.name !== 'subscribed') return
    if (this.feed.take(frame)) {
      this.#joining?.resolve()
      this.#joining = undefined
    } else this.#subscribe()
  }

  #statusTold({ status, code }: Extract<ZoneMessage, { type: 'zone_status' }>): void {
    if (this.#phase.name !== 'subscribed' && status !== 'deleted') return
    if (status === 'deleted') this.#deleted()
    else this.#setStatus(status, code)
  }

  #setStatus(status: JoinedZoneStatus, code?: string): void {
    if (this.#status === status) return
    this.#status = status
    this.events.emit('status', code === undefined ? { status } : { status, code })
  }

  // Ending.

  /** Goes, for a while or for good. */
  part(type: Parting['type']): Promise<void> {
    if (this.#phase.name === 'ended')
      return this.#phase.reason === 'closed' ? Promise.reject(closedError(this.#phase.message)) : Promise.resolve()
    const message = 'Leaving or unsubscribing already.'
    if (this.#parting !== undefined)
      return Promise.reject(new GridtickError({ code: 'conflict', message, retryable: false }))
    const parting = new Parting({ type, zoneId: this.id, ref: this.#newRef() })
    this.#parting = parting
    if (this.intents.pending === 0 && this.#isUnwatched) this.#partUnwatched(parting)
    else this.#partIfFlushed()
    return parting.done
  }

  /** There is no connection, or the server lets nobody watch for a while. */
  get #isUnwatched(): boolean {
    return this.#phase.name === 'apart' || (this.#phase.name === 'asking' && this.#phase.asking.isRefused)
  }

  #partUnwatched(parting: Parting): void {
    if (parting.type === 'unsubscribe') this.#end(parting.reason, parting.message)
    else {
      this.#phase = { name: 'apart' }
      if (this.#connection !== undefined) parting.send(this.#connection.sender)
    }
  }

  /** What was sent before goes out before. */
  #partIfFlushed(): void {
    const { sender } = this.#connection ?? {}
    if (sender === undefined || this.#phase.name !== 'subscribed' || this.#parting?.isHeld !== true) return
    if (this.intents.isFlushed) this.#parting.send(sender)
  }

  #unsubscribed({ ref, reason }: Extract<ZoneMessage, { type: 'unsubscribed' }>): void {
    if (ref !== undefined) {
      // Another ref is of this client, too, from when it watched this zone before.
      if (this.#parting?.isAnsweredBy(ref)) this.#end(this.#parting.reason, this.#parting.message)
    } else if (reason === 'left') this.#end('left', 'The player left the zone.')
    else if (reason === 'removed') this.#end('removed', 'The player was removed from the zone.')
  }

  #partingRefused(parting: Parting, answer: ErrorAnswer): void {
    parting.refused()
    // The server stops: the next connection asks again.
    if (answer.code === 'shutting_down') return
    if (answer.code === 'not_found') this.#deleted()
    else if (answer.retryable) this.#later((sender) => parting.send(sender), answer.retryAfterMs)
    else {
      this.#parting = undefined
      parting.reject(new GridtickError(answer))
      // It was asked for in place of subscribing again.
      if (this.#phase.name === 'apart') this.#subscribe()
    }
  }

  #deleted(): void {
    this.#setStatus('deleted')
    this.#end('deleted', 'The zone was deleted.')
  }

  #end(reason: EndReason, message: string): void {
    if (this.#phase.name === 'ended') return
    if (this.#phase.name === 'asking') this.#phase.asking.undo(reason)
    this.#phase = { name: 'ended', reason, message }
    this.intents.refuseUnsent(refusalAfter(this.#phase))
    this.#queries.abort(message)
    this.#joining?.reject(closedError(message))
    if (reason === 'closed') this.#parting?.reject(closedError(message))
    else this.#parting?.resolve()
    this.#onEnded()
    this.events.emit('ended', { reason, message })
  }

  #later(then: (sender: PacedSender) => void, delayMs = retryMs): void {
    const { sender } = this.#connection ?? {}
    sender?.later(delayMs, () => this.#phase.name !== 'ended' && then(sender))
  }
}
