import type { PacedSender } from '../connection/paced-sender.ts'
import type { GridtickError } from '../gridtick-error.ts'

/** The player wants to go, for a while or for good: from the call to the server's answer. */
export class Parting {
  readonly type: 'unsubscribe' | 'leave'
  readonly done: Promise<void>
  resolve: () => void = () => {}
  reject: (error: GridtickError) => void = () => {}
  /** Under which it was asked last; undefined: it waits until what was sent before is out. */
  ref: string | undefined
  /** It went out on some connection, and may have been carried out. */
  wasSent = false

  constructor(type: 'unsubscribe' | 'leave') {
    this.type = type
    this.done = new Promise((resolve, reject) => {
      this.resolve = resolve
      this.reject = reject
    })
  }

  send(sender: PacedSender, zoneId: string, ref: string): void {
    this.ref = ref
    sender.push({ type: this.type, zoneId, ref }, () => {
      this.wasSent = true
    })
  }

  /** The connection is another one: what was sent before goes out before, again. */
  hold(): void {
    this.ref = undefined
  }
}
