import type { ClientMessage, ServerMessage } from '@gridtick/protocol/messages'
import type { JsonObject } from 'gridtick/json'
import { checkMessage } from '../connection/check-message.ts'
import type { PacedSender } from '../connection/paced-sender.ts'
import { closedError, type GridtickError } from '../gridtick-error.ts'
import type { IntentResult } from '../joined-zone.ts'
import { IntentNumbers, type Standing } from './intent-numbers.ts'
import { judgeResult } from './judge-result.ts'
import { readResult } from './read-result.ts'

type IntentMessage = Extract<ClientMessage, { type: 'intent' }>
type ResultMessage = Extract<ServerMessage, { type: 'intent_result' }>

/** Intents of one zone that may wait until others have their results; a further one is refused `queue_full`. */
const waitingMax = 1_024
/** An intent that is to go out again does so after this, where the server says nothing else. */
const retryMs = 1_000
/** For the length of a message whose ref is not known yet. */
const longestRef = String(Number.MAX_SAFE_INTEGER)

/**
 * Where an intent is on its way. `held`: it has its number and is not on this connection (yet, or since the server turned
 * it away until later). `queued`: behind the rate. `sent`, `received`: as its names say.
 */
type Stage = 'held' | 'queued' | 'sent' | 'received'

type InFlight = {
  readonly ref: string
  readonly type: string
  readonly payload: JsonObject
  readonly resolve: (result: IntentResult) => void
  readonly reject: (error: GridtickError) => void
  seq: number
  stage: Stage
  /** It went out once and nothing came back: the server may have it. */
  isUnsure: boolean
  renumberings: number
  /** Of the copy that was sent last: if it waits behind the rate, it does not go out. */
  takeBack: () => void
}

type Waiting = Pick<InFlight, 'type' | 'payload' | 'resolve' | 'reject'>

/**
 * The intents of one player in one zone, from `send` to their results, over all connections. At most a window of them is
 * in flight, in the order of their numbers; the rest waits. Numbers grow, and an intent keeps its number as long as the
 * server may have it (INT-4), so that it is carried out once.
 */
export class OutgoingIntents {
  readonly #zoneId: string
  readonly #newRef: () => string
  readonly #inFlight = new Map<string, InFlight>()
  readonly #numbers = new IntentNumbers()
  #waiting: Waiting[] = []
  #sender: PacedSender | undefined
  #limits: Readonly<Record<string, number>> = {}
  #hasEnded = false
  #hasWarned = false

  /** `newRef` gives refs that no other message of this client has. */
  constructor(zoneId: string, newRef: () => string) {
    this.#zoneId = zoneId
    this.#newRef = newRef
  }

  get pending(): number {
    return this.#inFlight.size + this.#waiting.length
  }

  /** Whether all there is stands before whatever the connection is given next. */
  get isFlushed(): boolean {
    return this.#waiting.length === 0 && [...this.#inFlight.values()].every(({ stage }) => stage !== 'held')
  }

  submit(type: string, payload: JsonObject): Promise<IntentResult> {
    // The compiler says so, where there is one: the server would close the connection for it.
    if (typeof type !== 'string' || typeof payload !== 'object' || payload === null || Array.isArray(payload))
      return Promise.resolve(
        refusal('invalid', 'An intent has a type, which is a text, and a payload, which is an object.'),
      )
    const checked = checkMessage(
      this.#message({ type, payload, seq: Number.MAX_SAFE_INTEGER, ref: longestRef }),
      this.#limits,
    )
    if (!checked.ok) return Promise.resolve(refusal(checked.code, checked.message))
    if (this.#waiting.length >= waitingMax)
      return Promise.resolve(refusal('queue_full', `${waitingMax} intents are waiting already; let some settle first.`))
    const { payload: kept = {} } = checked.message
    return new Promise((resolve, reject) => {
      this.#waiting.push({ type, payload: kept as JsonObject, resolve, reject })
      this.#fill()
    })
  }

  /**
   * The zone is watched over this connection: all without a result goes out, those that went out before first. Watched
   * again over the same connection, nothing changes: what went out is still on its way.
   */
  begin(sender: PacedSender, limits: Readonly<Record<string, number>>, standing: Standing): void {
    this.#limits = limits
    if (this.#sender === sender) return
    this.#sender = sender
    this.#adopt(standing)
    for (const intent of this.#inFlight.values()) this.#send(intent)
    this.#fill()
  }

  /** The connection is lost. */
  pause(): void {
    this.#sender = undefined
    for (const intent of this.#inFlight.values()) {
      if (intent.stage === 'sent' || intent.stage === 'received') intent.isUnsure = true
      intent.stage = 'held'
    }
  }

  /** The server dropped some message, and nobody knows which: what it did not confirm is sent again. */
  resendUnconfirmed(): void {
    for (const intent of this.#inFlight.values())
      if (intent.stage === 'sent') {
        intent.isUnsure = true
        this.#send(intent)
      }
  }

  received(ref: string | undefined, seq: number | undefined): void {
    const intent = ref === undefined ? undefined : this.#inFlight.get(ref)
    if (intent === undefined || intent.seq !== seq || intent.stage !== 'sent') return
    intent.stage = 'received'
    this.#fill()
  }

  /** Results of intents that are not ours (those of REST come here too) are passed over. */
  settled(message: ResultMessage): void {
    if (message.ref === undefined) {
      this.#settledByOthers(message)
      return
    }
    const intent = this.#inFlight.get(message.ref)
    if (intent === undefined || intent.seq !== message.seq) return
    switch (judgeResult(intent, message, this.#hasEnded)) {
      case 'later':
        intent.stage = 'held'
        // It was queued, and its server may not know any more whether its last tick is stored. Turned away at the
        // door this copy is not in, which tells nothing of an earlier one.
        if (message.intentId !== undefined) intent.isUnsure = true
        break
      case 'again':
        this.#sendAfter(intent, message.retryAfterMs ?? retryMs)
        break
      case 'renumber':
        this.#renumber(intent)
        break
      case 'lost':
        this.#settle(intent, resultLost)
        break
      case 'final':
        this.#inFlight.delete(intent.ref)
        if (message.tick !== undefined) this.#numbers.settled(intent.seq)
        intent.resolve(readResult(message))
    }
    this.#fill()
  }

  /** The zone ended for this player. What is not out is refused so; what is gets its answer on this connection. */
  refuseUnsent(refused: IntentResult): void {
    this.#hasEnded = true
    for (const intent of [...this.#inFlight.values()])
      if (intent.stage === 'held' || intent.stage === 'queued') {
        intent.takeBack()
        this.#settle(intent, intent.isUnsure ? resultLost : refused)
      }
    for (const { resolve } of this.#waiting) resolve(refused)
    this.#waiting = []
  }

  /** Nothing more will be heard. */
  abort(message: string): void {
    this.#sender = undefined
    for (const { reject } of [...this.#inFlight.values(), ...this.#waiting]) reject(closedError(message))
    this.#inFlight.clear()
    this.#waiting = []
  }

  /** Where the numbers stand. Those of intents that the server may have must still mean the same to it. */
  #adopt(standing: Standing): void {
    const meaning = this.#numbers.adopt(standing)
    if (meaning === 'same') return
    if (meaning === 'shared') this.#warnOfOthers()
    // What became of those that were out, nobody knows.
    for (const intent of [...this.#inFlight.values()])
      if (intent.isUnsure) this.#settle(intent, resultLost)
      else this.#number(intent)
  }

  /** A number of another program is below this one's, if that came before; else both count at the same time. */
  #settledByOthers({ seq, tick }: ResultMessage): void {
    // A refusal at the door settles no number. Before `subscribed`, nobody has said where they stand.
    if (seq === undefined || tick === undefined || this.#sender === undefined) return
    if (this.#numbers.overtakenBy(seq)) this.#warnOfOthers()
  }

  /** For whoever writes these programs; once is enough. */
  #warnOfOthers(): void {
    if (this.#hasWarned) return
    this.#hasWarned = true
    console.warn(
      `gridtick: another program of this player gives intents of zone ${this.#zoneId} sequence numbers, as this one does. ` +
        'Results may get lost by it (seq_too_old). Leave out `seq` where the other one sends, or let it be another player.',
    )
  }

  #fill(): void {
    while (this.#waiting.length > 0 && this.#mayStart()) {
      const waiting = this.#waiting.shift()
      if (waiting === undefined) return
      const ref = this.#newRef()
      const untouched = { seq: 0, stage: 'held', isUnsure: false, renumberings: 0, takeBack: () => {} } as const
      const intent: InFlight = { ...waiting, ref, ...untouched }
      this.#number(intent)
      this.#inFlight.set(ref, intent)
      this.#send(intent)
    }
  }

  /**
   * As many as the server keeps of a player, unconfirmed ones no more than half of what it takes at once (messages that
   * a slow network bunches up), and none so far ahead of the oldest that the result of that might be forgotten.
   */
  #mayStart(): boolean {
    if (this.#sender === undefined) return false
    const { intentsPerPlayerMax = 64, settledSeqsMax = 64, messagesBurst = 40 } = this.#limits
    const { next } = this.#numbers
    const intents = [...this.#inFlight.values()]
    const oldest = Math.min(next, ...intents.map(({ seq }) => seq))
    const unconfirmed = intents.filter(({ stage }) => stage === 'queued' || stage === 'sent').length
    return (
      intents.length < intentsPerPlayerMax &&
      next - oldest < settledSeqsMax &&
      unconfirmed < Math.max(1, Math.floor(messagesBurst / 2))
    )
  }

  #send(intent: InFlight): void {
    const sender = this.#sender
    if (sender === undefined) return
    intent.stage = 'queued'
    intent.takeBack = sender.push(this.#message(intent), () => {
      if (intent.stage === 'queued') intent.stage = 'sent'
    })
  }

  #sendAfter(intent: InFlight, delayMs: number): void {
    intent.stage = 'held'
    this.#sender?.later(delayMs, () => {
      if (this.#inFlight.get(intent.ref) === intent && intent.stage === 'held') this.#send(intent)
    })
  }

  #renumber(intent: InFlight): void {
    intent.renumberings += 1
    intent.isUnsure = false
    this.#number(intent)
    this.#send(intent)
  }

  /** Last in the order, as the newest number. */
  #number(intent: InFlight): void {
    intent.seq = this.#numbers.take()
    if (this.#inFlight.delete(intent.ref)) this.#inFlight.set(intent.ref, intent)
  }

  #settle(intent: InFlight, result: IntentResult): void {
    this.#inFlight.delete(intent.ref)
    intent.resolve(result)
  }

  #message({ type, payload, seq, ref }: Pick<InFlight, 'type' | 'payload' | 'seq' | 'ref'>): IntentMessage {
    return { type: 'intent', zoneId: this.#zoneId, intent: type, payload, seq, ref }
  }
}

function refusal(code: string, message: string): IntentResult {
  return { outcome: 'refused', code, message, retryable: code === 'queue_full' }
}

const resultLost = refusal(
  'seq_too_old',
  'It went out, and its result is lost: it may have been carried out or not. Look at the view.',
)
