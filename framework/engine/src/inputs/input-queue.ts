import type { PlayerId } from 'gridtick'
import type { Limits } from '../ports/limits.ts'
import { type Input, type IntentInput, type JoinOrLeave, type MembershipInput, playerOf } from './input.ts'

/**
 * What waits to be settled by a step, in the order of arrival. Putting in and settling are synchronous, so that nothing
 * is lost or counted twice.
 *
 * Bounded by the limits: intents per player and per zone, joins and leaves per player. A presence that is
 * contradicted before it was taken is dropped together with what contradicts it.
 */
export class InputQueue {
  readonly #inputs = new Set<Input>()
  readonly #byPlayer = new Map<PlayerId, Waiting>()
  readonly #limits: Limits
  /** Inputs a running step works on. They stay queued, but are not rearranged any more. */
  #taken: ReadonlySet<Input> = new Set()
  #intentCount = 0

  constructor(limits: Limits) {
    this.#limits = limits
  }

  get size(): number {
    return this.#inputs.size
  }

  get intentCount(): number {
    return this.#intentCount
  }

  all(): readonly Input[] {
    return [...this.#inputs]
  }

  has(input: Input): boolean {
    return this.#inputs.has(input)
  }

  /** False: full. */
  addIntent(input: IntentInput): boolean {
    const waiting = this.#waitingOf(input.intent.playerId)
    if (waiting.intents >= this.#limits.intentsPerPlayerMax || this.#intentCount >= this.#limits.intentsPerZoneMax) {
      this.#forgetIfIdle(input.intent.playerId)
      return false
    }
    this.#inputs.add(input)
    waiting.intents += 1
    if (input.seq !== undefined) waiting.seqs.set(input.seq, input)
    this.#intentCount += 1
    return true
  }

  /** False: full. */
  addMembership(input: JoinOrLeave): boolean {
    const waiting = this.#waitingOf(playerOf(input))
    if (waiting.membership.length >= this.#limits.membershipChangesPerPlayerMax) return false
    this.#inputs.add(input)
    waiting.membership.push(input)
    return true
  }

  addPresence(input: Extract<MembershipInput, { kind: 'presence' }>): void {
    const waiting = this.#waitingOf(input.playerId)
    const last = waiting.presence.at(-1)
    if (last?.change === input.change) return
    if (last !== undefined && !this.#taken.has(last)) {
      this.#drop(last)
      return
    }
    this.#inputs.add(input)
    waiting.presence.push(input)
  }

  /** The queued intent with this sequence number. */
  findSeq(playerId: PlayerId, seq: number): IntentInput | undefined {
    return this.#byPlayer.get(playerId)?.seqs.get(seq)
  }

  /** The highest queued sequence number of a player; 0 if none. */
  highestSeq(playerId: PlayerId): number {
    return Math.max(0, ...(this.#byPlayer.get(playerId)?.seqs.keys() ?? []))
  }

  /** The last queued join or leave of a player. */
  lastMembership(playerId: PlayerId): JoinOrLeave | undefined {
    return this.#byPlayer.get(playerId)?.membership.at(-1)
  }

  /** Which of both it is. */
  pendingMembership(playerId: PlayerId): 'join' | 'leave' | undefined {
    return this.lastMembership(playerId)?.kind
  }

  /** Whether a leave of this player waits, perhaps with a join behind it. */
  isLeaving(playerId: PlayerId): boolean {
    return this.#byPlayer.get(playerId)?.membership.some(({ kind }) => kind === 'leave') ?? false
  }

  pendingPresence(playerId: PlayerId): 'connected' | 'disconnected' | undefined {
    return this.#byPlayer.get(playerId)?.presence.at(-1)?.change
  }

  /** A step works on these. None of them is dropped until it is settled, or given back. */
  take(inputs: readonly Input[]): void {
    this.#taken = new Set(inputs)
  }

  /** The step failed: all stays as it was. */
  giveBack(): void {
    this.#taken = new Set()
  }

  /** The step was committed with these. */
  settle(inputs: readonly Input[]): void {
    this.#taken = new Set()
    for (const input of inputs) this.#drop(input)
  }

  /** The player leaves a zone that does not step: what waits to let the player in is not asked any more. */
  dropJoins(playerId: PlayerId): void {
    for (const input of this.#byPlayer.get(playerId)?.membership ?? []) if (input.kind === 'join') this.#drop(input)
  }

  #drop(input: Input): void {
    if (!this.#inputs.delete(input)) return
    const playerId = playerOf(input)
    const waiting = this.#waitingOf(playerId)
    if (input.kind === 'intent') {
      this.#intentCount -= 1
      waiting.intents -= 1
      if (input.seq !== undefined) waiting.seqs.delete(input.seq)
    } else if (input.kind === 'presence') waiting.presence = waiting.presence.filter((other) => other !== input)
    else waiting.membership = waiting.membership.filter((other) => other !== input)
    this.#forgetIfIdle(playerId)
  }

  #waitingOf(playerId: PlayerId): Waiting {
    let waiting = this.#byPlayer.get(playerId)
    if (waiting === undefined) {
      waiting = { intents: 0, seqs: new Map(), membership: [], presence: [] }
      this.#byPlayer.set(playerId, waiting)
    }
    return waiting
  }

  #forgetIfIdle(playerId: PlayerId): void {
    const waiting = this.#byPlayer.get(playerId)
    if (waiting?.intents === 0 && waiting.membership.length === 0 && waiting.presence.length === 0)
      this.#byPlayer.delete(playerId)
  }
}

type Waiting = {
  intents: number
  readonly seqs: Map<number, IntentInput>
  membership: JoinOrLeave[]
  presence: Extract<MembershipInput, { kind: 'presence' }>[]
}
