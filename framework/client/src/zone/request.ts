import type { ClientMessage } from '@gridtick/protocol/messages'
import type { PacedSender } from '../connection/paced-sender.ts'

/**
 * Where a message is on its way to an answer, on the connection there is. `held`: not given to it (yet). `queued`: behind
 * the rate. `sent`: out, and not answered. `refused`: answered, so that it may be asked again later.
 */
type Stage = 'held' | 'queued' | 'sent' | 'refused'

/** One message that waits for its answer. Of each at most one copy waits behind the rate, however often it is sent. */
export class Request {
  readonly #message: ClientMessage
  #stage: Stage = 'held'
  #wasSent = false
  #takeBack: () => void = () => {}

  constructor(message: ClientMessage) {
    this.#message = message
  }

  get isHeld(): boolean {
    return this.#stage === 'held'
  }

  /** It went out on this connection, and no answer came. */
  get isOut(): boolean {
    return this.#stage === 'sent'
  }

  /** It was turned away, and not asked again since. */
  get isRefused(): boolean {
    return this.#stage === 'refused'
  }

  /** It went out on some connection. */
  get wasSent(): boolean {
    return this.#wasSent
  }

  send(sender: PacedSender): void {
    if (this.#stage === 'queued') return
    this.#stage = 'queued'
    this.#takeBack = sender.push(this.#message, () => {
      this.#wasSent = true
      if (this.#stage === 'queued') this.#stage = 'sent'
    })
  }

  refused(): void {
    this.takeBack()
    this.#stage = 'refused'
  }

  /** The connection is lost, and what waited for it with it. */
  hold(): void {
    this.#stage = 'held'
  }

  /** It is not wanted any more: if it waits behind the rate, it does not go out. */
  takeBack(): void {
    this.#takeBack()
  }
}
