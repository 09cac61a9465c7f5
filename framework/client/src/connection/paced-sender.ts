import type { ClientMessage } from '@gridtick/protocol/messages'
import type { Runtime } from '../runtime.ts'
import { createSendBudget } from './send-budget.ts'

/** What waits to be sent, in its order. `onSent` is told when it went out. */
type Waiting = { readonly text: string; readonly bytes: number; readonly onSent: () => void }

/**
 * Sends messages over one connection, never faster than the server allows. What waits is bounded by those who push: each
 * has so many intents, queries and other messages about a zone, and pushes none again that waits here. It is gone with the
 * connection.
 */
export class PacedSender {
  readonly #send: (text: string) => void
  readonly #budget: ReturnType<typeof createSendBudget>
  readonly #runtime: Runtime
  /** Whether the server says of each intent that it has it. */
  readonly hasReceipts: boolean
  readonly #timers = new Set<() => void>()
  /** Who waits for a sign that the server has taken what went out, by the number of the ping. */
  readonly #asked = new Map<number, () => void>()
  #pings = 0
  #waiting: Waiting[] = []
  #cancelFlush: (() => void) | undefined
  #isStopped = false

  constructor(options: {
    readonly limits: Readonly<Record<string, number>>
    readonly hasReceipts: boolean
    readonly runtime: Runtime
    readonly send: (text: string) => void
  }) {
    this.#send = options.send
    this.hasReceipts = options.hasReceipts
    this.#runtime = options.runtime
    this.#budget = createSendBudget(options.limits, options.runtime)
    this.#budget.spend(0) // hello
  }

  /** The answer takes it back, if it has not gone out. */
  push(message: ClientMessage, onSent: () => void = () => {}): () => void {
    const text = JSON.stringify(message)
    const waiting: Waiting = { text, bytes: byteLength(text), onSent }
    this.#waiting.push(waiting)
    this.#flush()
    return () => {
      this.#waiting = this.#waiting.filter((other) => other !== waiting)
    }
  }

  /**
   * Calls back when the server has taken what was pushed before, for which there are no receipts. Not if it dropped the
   * question for the rate.
   */
  askWhetherTaken(onTaken: () => void): void {
    this.#pings += 1
    // The server answers in order, so that an older question without an answer was dropped.
    this.#asked.set(this.#pings, onTaken)
    this.push({ type: 'ping', at: this.#pings })
  }

  /** A ping was answered. */
  answered(at: number | undefined): void {
    if (at === undefined) return
    const onTaken = this.#asked.get(at)
    for (const number of this.#asked.keys()) if (number <= at) this.#asked.delete(number)
    onTaken?.()
  }

  /** For a ping: it goes out at once, and counts. */
  pushUrgent(message: ClientMessage): void {
    if (this.#isStopped) return
    const text = JSON.stringify(message)
    this.#budget.spend(text.length)
    this.#send(text)
  }

  /** Calls back once after so long, if the connection lasts: for what is to go out again. Bounded as what waits is. */
  later(ms: number, callback: () => void): void {
    if (this.#isStopped) return
    const cancel = this.#runtime.after(ms, () => {
      this.#timers.delete(cancel)
      callback()
    })
    this.#timers.add(cancel)
  }

  /** Nothing goes out, because the server refused for the rate. */
  get isResting(): boolean {
    return this.#budget.isResting()
  }

  /** The server refused for the rate. */
  rest(ms: number): void {
    this.#budget.rest(ms)
  }

  /** The connection is lost; what waits is forgotten, and no timer is left. */
  stop(): void {
    this.#isStopped = true
    this.#waiting = []
    this.#cancelFlush?.()
    for (const cancel of this.#timers) cancel()
    this.#timers.clear()
    this.#asked.clear()
  }

  #flush(): void {
    if (this.#isStopped || this.#cancelFlush !== undefined) return
    for (let next = this.#waiting[0]; next !== undefined; next = this.#waiting[0]) {
      const waitMs = this.#budget.waitMs(next.bytes)
      if (waitMs > 0) {
        this.#flushAfter(waitMs)
        return
      }
      this.#waiting.shift()
      this.#budget.spend(next.bytes)
      this.#send(next.text)
      // The socket did not take it: the connection is lost, and this message with it.
      if (this.#isStopped) return
      next.onSent()
    }
  }

  #flushAfter(ms: number): void {
    this.#cancelFlush = this.#runtime.after(ms, () => {
      this.#cancelFlush = undefined
      this.#flush()
    })
  }
}

export function byteLength(text: string): number {
  return new TextEncoder().encode(text).length
}
