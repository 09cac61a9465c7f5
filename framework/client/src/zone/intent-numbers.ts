import type { ServerMessage } from '@gridtick/protocol/messages'

/** Where the numbers of this player stand in the zone, as the server tells it with `subscribed`. */
export type Standing = Pick<Extract<ServerMessage, { type: 'subscribed' }>, 'lastSeq' | 'queuedSeq' | 'memberSince'>

/**
 * What the numbers that were given out before mean to the server. `same`: what they meant. Otherwise no longer that:
 * `anew`, for the membership is another; `shared`, for another program of this player has used numbers of this one.
 */
export type Meaning = 'same' | 'anew' | 'shared'

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

  /** Another program's number was settled. True: these had not come so far, and go on above it. */
  overtakenBy(seq: number): boolean {
    if (seq < this.#next) return false
    this.#next = seq + 1
    return true
  }

  /** The server says where it stands. Where the numbers given out before do not mean the same to it, it goes on above. */
  adopt(standing: Standing): Meaning {
    const before = this.#standing
    const { lastSeq, queuedSeq = 0, memberSince } = standing
    const highestSeq = Math.max(lastSeq, queuedSeq)
    this.#standing = standing
    if (before === undefined) {
      this.#next = highestSeq + 1
      return 'same'
    }
    // An older server does not tell memberships apart; what it has forgotten is the sign there is.
    const isOtherMembership = before.memberSince !== undefined && before.memberSince !== memberSince
    const hasForgotten = lastSeq < this.#settled
    const isAnew = isOtherMembership || hasForgotten
    if (!isAnew && highestSeq < this.#next) return 'same'
    this.#next = highestSeq + 1
    this.#settled = lastSeq
    return isAnew ? 'anew' : 'shared'
  }
}
