import type { JsonObject } from '../../contract/json.ts'
import type { ServerMessage, TickMessage } from '../../protocol/server-messages.ts'
import type { ErrorAnswer } from '../client.ts'
import { Emitter } from '../emitter.ts'
import { closedError, GridtickError } from '../gridtick-error.ts'
import type { EndReason, IntentResult, JoinedZoneStatus, ZoneEvents, ZoneMode } from '../joined-zone.ts'
import { OpenQueries, type QueryAnswer } from './open-queries.ts'
import { OutgoingIntents } from './outgoing-intents.ts'
import { Parting } from './parting.ts'
import { refusalAfter } from './refusal-after.ts'
import type { ZoneConnection } from './zone-connection.ts'
import { ZoneFeed } from './zone-feed.ts'

/** Messages that name a zone. */
type ZoneMessage = Extract<ServerMessage, { zoneId: string }>

type Phase =
  /** Without a connection. */
  | { readonly name: 'apart' }
  /** Subscribe went out, under this ref. */
  | { readonly name: 'asking'; readonly ref: string }
  /** Subscribed; frames come from now on, the first with the whole view. */
  | { readonly name: 'subscribed' }
  | { readonly name: 'ended'; readonly reason: EndReason; readonly message: string }

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
  #phase: Phase = { name: 'apart' }
  #connection: ZoneConnection | undefined
  #status: JoinedZoneStatus = 'open'

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
    this.intents = new OutgoingIntents(options.zoneId, options.newRef)
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
    // Subscribing would join again, if the leave was carried out and only its answer was lost.
    if (this.#parting?.type === 'leave' && this.#parting.wasSent) this.#sendParting(this.#parting)
    else {
      this.#parting?.hold()
      this.#subscribe()
    }
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
    if (this.#phase.name === 'asking') this.#subscribe()
    if (this.#parting?.ref !== undefined) this.#sendParting(this.#parting)
    this.intents.resendUnconfirmed()
    this.#queries.askAgain()
  }

  /** A newer server may say more than this client knows; that is passed over. */
  heard(message: ZoneMessage): void {
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
    if (this.#phase.name === 'asking' && this.#phase.ref === ref) this.#subscribeRefused(answer)
    else if (this.#parting?.ref === ref) this.#partingRefused(this.#parting, answer)
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
    const ref = this.#newRef()
    this.#phase = { name: 'asking', ref }
    sender.push({ type: 'subscribe', zoneId: this.id, mode: this.#mode, ref })
  }

  #subscribed(message: Extract<ZoneMessage, { type: 'subscribed' }>): void {
    const { ref, module, everyMs } = message
    const connection = this.#connection
    if (this.#phase.name !== 'asking' || this.#phase.ref !== ref || connection === undefined) return
    this.#phase = { name: 'subscribed' }
    this.feed.beginAnew()
    this.module = module
    this.everyMs = everyMs
    this.intents.begin(connection.sender, connection.limits, message)
    this.#queries.begin(connection.sender, connection.limits)
    // A zone that rests says so right after its first frame; one that runs again does not.
    if (this.#status === 'paused' || this.#status === 'waiting') this.#setStatus('open')
    this.#partIfFlushed()
  }

  #subscribeRefused(answer: ErrorAnswer): void {
    if (answer.code === 'shutting_down') return
    if (this.#joining !== undefined) {
      const { reject } = this.#joining
      this.#joining = undefined
      reject(new GridtickError(answer))
      this.#end('refused', answer.message)
    } else if (answer.code === 'not_found') this.#deleted()
    else if (answer.retryable && answer.code !== 'zone_paused') {
      this.#setStatus('waiting', answer.code)
      this.#later((phase) => phase.name === 'asking' && this.#subscribe(), answer.retryAfterMs)
    } else this.#end('refused', answer.message)
  }

  // Going on.

  #ticked(frame: TickMessage): void {
    if (this.#phase.name !== 'subscribed') return
    const isInStep = this.feed.take(frame)
    if (!isInStep) this.#subscribe()
    else if (this.#joining !== undefined) {
      this.#joining.resolve()
      this.#joining = undefined
    }
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
    if (this.#parting !== undefined)
      return Promise.reject(
        new GridtickError({ code: 'conflict', message: 'Leaving or unsubscribing already.', retryable: false }),
      )
    this.#parting = new Parting(type)
    const { done } = this.#parting
    this.#partIfFlushed()
    return done
  }

  /** What was sent before goes out before. */
  #partIfFlushed(): void {
    const parting = this.#parting
    if (parting === undefined || parting.ref !== undefined || this.#phase.name !== 'subscribed') return
    if (this.intents.isFlushed) this.#sendParting(parting)
  }

  #sendParting(parting: Parting): void {
    if (this.#connection !== undefined) parting.send(this.#connection.sender, this.id, this.#newRef())
  }

  #unsubscribed({ ref, reason }: Extract<ZoneMessage, { type: 'unsubscribed' }>): void {
    if (this.#phase.name === 'ended') return
    const isOwn = ref !== undefined && ref === this.#parting?.ref
    if (isOwn) this.#end(this.#parting?.type === 'leave' ? 'left' : 'unsubscribed', 'You went.')
    else if (reason === 'left') this.#end('left', 'The player left the zone.')
    else if (reason === 'removed') this.#end('removed', 'The player was removed from the zone.')
  }

  #partingRefused(parting: Parting, answer: ErrorAnswer): void {
    // The server stops: the next connection asks again.
    if (answer.code === 'shutting_down') return
    if (answer.code === 'not_found') this.#deleted()
    else if (answer.retryable) this.#later(() => this.#sendParting(parting), answer.retryAfterMs)
    else {
      this.#parting = undefined
      parting.reject(new GridtickError(answer))
    }
  }

  #deleted(): void {
    this.#setStatus('deleted')
    this.#end('deleted', 'The zone was deleted.')
  }

  #end(reason: EndReason, message: string): void {
    if (this.#phase.name === 'ended') return
    this.#phase = { name: 'ended', reason, message }
    this.intents.refuseUnsent(refusalAfter(this.#phase))
    this.#queries.abort(message)
    this.#joining?.reject(closedError(message))
    if (reason === 'closed') this.#parting?.reject(closedError(message))
    else this.#parting?.resolve()
    this.#onEnded()
    this.events.emit('ended', { reason, message })
  }

  #later(then: (phase: Phase) => void, delayMs = retryMs): void {
    this.#connection?.sender.later(delayMs, () => {
      if (this.#phase.name !== 'ended') then(this.#phase)
    })
  }
}
