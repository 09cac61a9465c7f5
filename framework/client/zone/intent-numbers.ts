import type { ServerMessage } from '../../protocol/server-messages.ts'

/** Where the numbers of this player stand in the zone, as the server tells it with `subscribed`. */
export type Standing = Pick<Extract<ServerMessage, { type: 'subscribed' }>, 'lastSeq' | 'queuedSeq' | 'memberSince'>

/** The sequence numbers (`seq`, INT-4) of one player in one zone, over all connections. They only grow. */
export class IntentNumbers {
  #next = 1
  /** The highest whose result is known. */
  #settled = 0
  /** As it was told last; undefined: there are no numbers yet. */
  #standing: Standing | undefined

  /** What the next intent will have. */
  get next(): number {
    return this.#next
  }

  take(): number {
    return this.#next++
  }

  settled(seq: number): void {
    this.#settled = Math.max(this.#settled, seq)
  }

  /** The server says where it stands. False: the numbers given out before no longer mean the same to it; it goes on above. */
  adopt(standing: Standing): boolean {
    const before = this.#standing
    const { lastSeq, queuedSeq = 0, memberSince } = standing
    const highestSeq = Math.max(lastSeq, queuedSeq)
    this.#standing = standing
    if (before === undefined) {
      this.#next = highestSeq + 1
      return true
    }
    // An older server does not tell memberships apart; what it has forgotten is the sign there is.
    const isOtherMembership = before.memberSince !== undefined && before.memberSince !== memberSince
    const hasForgotten = lastSeq < this.#settled
    const isUsedByOthers = highestSeq >= this.#next
    if (!isOtherMembership && !hasForgotten && !isUsedByOthers) return true
    this.#next = highestSeq + 1
    this.#settled = lastSeq
    return false
  }
}
