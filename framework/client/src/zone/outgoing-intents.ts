import type { ClientMessage, ServerMessage } from '@gridtick/protocol/messages'
import type { JsonObject } from 'gridtick/json'
import { checkMessage } from '../connection/check-message.ts'
import type { PacedSender } from '../connection/paced-sender.ts'
import { closedError } from '../gridtick-error.ts'
import type { IntentResult } from '../joined-zone.ts'
import { type InFlight, isUnconfirmed, mayStart } from './in-flight.ts'
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

type Waiting = Pick<InFlight, 'type' | 'payload' | 'resolve' | 'reject'>

/**
 * The intents of one player in one zone, from `send` to their results, over all connections. At most a window of them is
 * in flight, in the order of their numbers; the rest waits. Numbers grow, and an intent keeps its number as long as the
 * server may have it (INT-4), so that it is carried out once.
 */
export class OutgoingIntents {
  readonly #zoneId: string
  readonly #newRef: () => string
  readonly #onTaken: () => void
  readonly #inFlight = new Map<string, InFlight>()
  readonly #numbers = new IntentNumbers()
  #waiting: Waiting[] = []
  #sender: PacedSender | undefined
  #limits: Readonly<Record<string, number>> = {}
  #hasEnded = false
  /** Those of which the server was asked whether it has them, as it gives no receipts. */
  #asked: readonly InFlight[] | undefined
  #hasWarned = false

  /** `newRef` gives refs that no other message of this client has. `onTaken`: the server has what was sent, so that more went out. */
  constructor(zoneId: string, newRef: () => string, onTaken: () => void) {
    this.#zoneId = zoneId
    this.#newRef = newRef
    this.#onTaken = onTaken
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
    this.#asked = undefined
    for (const intent of this.#inFlight.values()) {
      if (intent.stage === 'sent' || intent.stage === 'received') intent.isUnsure = true
      intent.stage = 'held'
    }
  }

  /** The server dropped some message, and nobody knows which: what it did not confirm is sent again. */
  resendUnconfirmed(): void {
    this.#asked = undefined
    for (const intent of this.#inFlight.values())
      if (intent.stage === 'sent') {
        intent.isUnsure = true
        this.#send(intent)
      }
    this.#fill()
  }

  received(ref: string | undefined, seq: number | undefined): void {
    const intent = ref === undefined ? undefined : this.#inFlight.get(ref)
    if (intent === undefined || intent.seq !== seq || intent.stage !== 'sent') return
    intent.stage = 'received'
    this.#fill()
  }

  /** Results of intents that are not ours (those of REST come here too) are passed over. */
  settled(message: ResultMessage): void {
    const intent = message.ref === undefined ? this.#plainlyAnswered(message) : this.#inFlight.get(message.ref)
    if (message.ref === undefined && intent === undefined) this.#settledByOthers(message)
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

  /** A plain result of the compact encoding has no name but the number. */
  #plainlyAnswered({ seq, outcome, tick, intentId }: ResultMessage): InFlight | undefined {
    const isPlain = outcome === 'applied' && tick !== undefined && intentId === undefined
    if (this.#sender?.hasReceipts !== false || !isPlain) return undefined
    return [...this.#inFlight.values()].find((intent) => intent.seq === seq)
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
    while (this.#sender !== undefined && this.#waiting.length > 0 && this.#mayStart()) {
      const waiting = this.#waiting.shift()
      if (waiting === undefined) return
      const ref = this.#newRef()
      const untouched = { seq: 0, stage: 'held', isUnsure: false, renumberings: 0, takeBack: () => {} } as const
      const intent: InFlight = { ...waiting, ref, ...untouched }
      this.#number(intent)
      this.#inFlight.set(ref, intent)
      this.#send(intent)
    }
    if (this.#waiting.length > 0) this.#askWhetherTaken()
  }

  /** Without receipts, a full window would open with the next results only, which may be a long period away. */
  #askWhetherTaken(): void {
    const sender = this.#sender
    if (sender === undefined || sender.hasReceipts || this.#asked !== undefined) return
    const asked = [...this.#inFlight.values()].filter(isUnconfirmed)
    if (asked.length === 0) return
    this.#asked = asked
    sender.askWhetherTaken(() => {
      if (this.#asked !== asked) return
      this.#asked = undefined
      for (const intent of asked) if (intent.stage === 'sent') intent.stage = 'received'
      this.#fill()
      this.#onTaken()
    })
  }

  #mayStart(): boolean {
    return mayStart([...this.#inFlight.values()], this.#numbers.next, this.#limits)
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
