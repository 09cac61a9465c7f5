import type { ZoneId } from 'gridtick'
import type { SubscribeRequest } from '../ports/zone-requests.ts'

/** A subscribe whose zone is not there yet, and what happened to its connection meanwhile. */
export type SubscribeInHand = {
  readonly connectionId: string
  readonly zoneId: ZoneId
  isCongested: boolean
  /** Nobody is left who would watch. */
  isClosed: boolean
}

/** The subscribes that wait for their zone. Bounded by the messages that the gateway has in hand. */
export class SubscribesInHand {
  readonly #byConnection = new Map<string, Set<SubscribeInHand>>()

  begin({ connectionId, zoneId, isCongested = false }: SubscribeRequest): SubscribeInHand {
    const inHand: SubscribeInHand = { connectionId, zoneId, isCongested, isClosed: false }
    const others = this.#byConnection.get(connectionId)
    if (others === undefined) this.#byConnection.set(connectionId, new Set([inHand]))
    else others.add(inHand)
    return inHand
  }

  /** The second time it changes nothing. */
  end(inHand: SubscribeInHand): void {
    const others = this.#byConnection.get(inHand.connectionId)
    others?.delete(inHand)
    if (others?.size === 0) this.#byConnection.delete(inHand.connectionId)
  }

  of(connectionId: string): Iterable<SubscribeInHand> {
    return this.#byConnection.get(connectionId) ?? []
  }
}
