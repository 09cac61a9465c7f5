import type { FrameWriter } from '@gridtick/protocol/codecs'
import type { PlayerId } from 'gridtick'
import type { JoinOrLeave } from '../inputs/input.ts'
import type { Actor } from '../ports/zone-requests.ts'
import type { PlayerView } from '../view/player-view.ts'

/** One connection that watches one zone. It remembers what it was last sent, and a frame is the difference from that. */
export type Subscription = {
  readonly connectionId: string
  /** Which subscribe of the connection it came of. */
  readonly watch: number
  readonly player: Actor
  readonly mode: 'full' | 'delta'
  readonly ref: string | undefined
  /** Writes what it is told, in the codec of its connection. Whatever it wrote is sent. */
  readonly writer: FrameWriter
  /** It goes on watching after the zone was elsewhere, or on a thread that ended. */
  readonly isResumed: boolean
  /** `joining`: nothing is sent before the tick that commits the join. `waiting`: nor before a step that is due is done. */
  phase: 'joining' | 'waiting' | 'watching'
  /** The join it waits for, or waited for: of a player who leaves and comes back there may be several in the queue. */
  readonly join: JoinOrLeave | undefined
  /** What it was last sent, and the tick that was told with it; undefined: the next frame shows all. */
  sent: { readonly view: PlayerView; readonly tick: number } | undefined
  /** The highest tick it was told with a frame: no later one has a smaller or the same. */
  toldTick: number
  /** The view of the last stored tick that was looked at for it, shown or not: what an event's audience is decided by. */
  seen: { readonly view: PlayerView; readonly tick: number } | undefined
  isCongested: boolean
  /** The tick of memory is about to be shown to it: its view waits for its turn. */
  isBeingShown: boolean
  /** Since its last frame events for it were lost; the next frame says so. */
  hasDroppedEvents: boolean
  /** Its view failed: the next one that does not is sent even if nothing changed, so that it is known to be back. */
  isOwedFrame: boolean
  /** Views that failed in a row. */
  viewFailures: number
  /** It was told that its view fails. */
  isUnavailableTold: boolean
}

/** Who watches a zone, by connection and by player. Bounded by the subscriptions each connection may have. */
export class Subscriptions {
  /** Those that are shown the zone as soon as no step is ahead. */
  readonly waiting = new Set<Subscription>()
  /** Those whose views fail: tried again with each beat, whether or not anything happened in it. */
  readonly failing = new Set<Subscription>()
  readonly #byConnection = new Map<string, Subscription>()
  readonly #byPlayer = new Map<PlayerId, Set<Subscription>>()

  get size(): number {
    return this.#byConnection.size
  }

  all(): readonly Subscription[] {
    return [...this.#byConnection.values()]
  }

  get(connectionId: string): Subscription | undefined {
    return this.#byConnection.get(connectionId)
  }

  ofPlayer(playerId: PlayerId): readonly Subscription[] {
    return [...(this.#byPlayer.get(playerId) ?? [])]
  }

  add(subscription: Subscription): void {
    this.delete(subscription.connectionId)
    this.#byConnection.set(subscription.connectionId, subscription)
    const { playerId } = subscription.player
    const others = this.#byPlayer.get(playerId)
    if (others === undefined) this.#byPlayer.set(playerId, new Set([subscription]))
    else others.add(subscription)
  }

  delete(connectionId: string): Subscription | undefined {
    const subscription = this.#byConnection.get(connectionId)
    if (subscription === undefined) return undefined
    this.#byConnection.delete(connectionId)
    this.waiting.delete(subscription)
    this.failing.delete(subscription)
    const others = this.#byPlayer.get(subscription.player.playerId)
    others?.delete(subscription)
    if (others?.size === 0) this.#byPlayer.delete(subscription.player.playerId)
    return subscription
  }
}
