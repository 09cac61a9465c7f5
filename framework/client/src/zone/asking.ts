import type { PacedSender } from '../connection/paced-sender.ts'
import type { EndReason, ZoneMode } from '../joined-zone.ts'
import { Request } from './request.ts'

type AskingOptions = {
  readonly zoneId: string
  readonly mode: ZoneMode
  readonly sender: PacedSender
  readonly newRef: () => string
}

/** A zone is to be watched over one connection: from the first `subscribe` to its answer. */
export class Asking {
  readonly #options: AskingOptions
  #ref = ''
  #request: Request | undefined
  /** A copy before the last one went out, and no later one was answered. */
  #hasEarlier = false

  constructor(options: AskingOptions) {
    this.#options = options
  }

  /** For the first time or again. Only the answer to the latest counts: each begins the subscription anew. */
  ask(): void {
    const { zoneId, mode, sender, newRef } = this.#options
    this.#hasEarlier ||= this.mayBeDropped
    this.#ref = newRef()
    this.#request = new Request({ type: 'subscribe', zoneId, mode, ref: this.#ref })
    this.#request.send(sender)
  }

  isAnsweredBy(ref: string | undefined): boolean {
    return ref === this.#ref
  }

  /** It is out, and the server may have dropped it. */
  get mayBeDropped(): boolean {
    return this.#request?.isOut ?? false
  }

  /** It was turned away, and not asked again since. */
  get isRefused(): boolean {
    return this.#request?.isRefused ?? false
  }

  /** Turned away, perhaps until it is asked again. The server reads in order, so nothing else of this is out. */
  refused(): void {
    this.#request?.refused()
    this.#hasEarlier = false
  }

  /**
   * The zone has ended for this player, and must not begin again: what the server may yet read would join the player anew,
   * or show what nobody looks at. What waits is taken back, and what is out is undone behind it.
   */
  undo(reason: EndReason): void {
    this.#request?.takeBack()
    if (!this.#hasEarlier && !this.mayBeDropped) return
    const { zoneId, sender, newRef } = this.#options
    if (reason === 'removed' || reason === 'left') sender.push({ type: 'leave', zoneId, ref: newRef() })
    if (reason === 'unsubscribed') sender.push({ type: 'unsubscribe', zoneId, ref: newRef() })
  }
}
