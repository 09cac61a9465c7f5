import type { PacedSender } from '../connection/paced-sender.ts'
import type { GridtickError } from '../gridtick-error.ts'
import { Request } from './request.ts'

/** The player wants to go, for a while or for good: from the call to the server's answer. */
export class Parting {
  readonly type: 'unsubscribe' | 'leave'
  readonly done: Promise<void>
  resolve: () => void = () => {}
  reject: (error: GridtickError) => void = () => {}
  readonly #zoneId: string
  /** The same over all connections: each answer to it is one. */
  readonly #ref: string
  /** What is asked of the server: as `type` says, or to undo a join that nobody asked for. */
  #asks: 'unsubscribe' | 'leave'
  #request: Request

  constructor(options: { readonly type: Parting['type']; readonly zoneId: string; readonly ref: string }) {
    this.type = options.type
    this.#zoneId = options.zoneId
    this.#ref = options.ref
    this.#asks = options.type
    this.#request = this.#requestTo(this.#asks)
    this.done = new Promise((resolve, reject) => {
      this.resolve = resolve
      this.reject = reject
    })
  }

  /** As the program is told, once it is done. */
  get reason(): 'unsubscribed' | 'left' {
    return this.type === 'leave' ? 'left' : 'unsubscribed'
  }

  get message(): string {
    return this.type === 'leave' ? 'The player left the zone.' : 'The player no longer watches the zone.'
  }

  /** Whether the player is to be no member afterwards, and not only to watch no longer. */
  get endsMembership(): boolean {
    return this.#asks === 'leave'
  }

  /** It waits until what was sent before is out. */
  get isHeld(): boolean {
    return this.#request.isHeld
  }

  /** It is out, and the server may have dropped it. */
  get mayBeDropped(): boolean {
    return this.#request.isOut
  }

  /** It went out on some connection, and may have been carried out. */
  get wasSent(): boolean {
    return this.#request.wasSent
  }

  isAnsweredBy(ref: string | undefined): boolean {
    return ref === this.#ref
  }

  send(sender: PacedSender): void {
    this.#request.send(sender)
  }

  refused(): void {
    this.#request.refused()
  }

  /** The connection is another one: what was sent before goes out before, again. */
  hold(): void {
    this.#request.hold()
  }

  /** Watching once more, to be told what was missing, has made this player a member again, which nobody asked for. */
  undoJoin(): void {
    this.#asks = 'leave'
    this.#request = this.#requestTo(this.#asks)
  }

  #requestTo(type: Parting['type']): Request {
    return new Request({ type, zoneId: this.#zoneId, ref: this.#ref })
  }
}
