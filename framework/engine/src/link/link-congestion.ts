import type { ZoneId } from 'gridtick'
import type { Watch } from '../ports/connection-outlet.ts'
import type { ConnectionChange, SubscribeRequest } from '../ports/zone-requests.ts'

type CongestedChange = ConnectionChange & { readonly isCongested: boolean }

type Watching = { readonly watches: Map<number, ZoneId>; isCongested: boolean }

/**
 * While the other side of a link is behind, all its connections count as congested: frames are skipped, answers are not.
 * Each connection keeps what its gateway says of it besides. Bounded by the subscribes that are not over.
 */
export class LinkCongestion {
  readonly #bytesMax: number
  readonly #tell: (change: CongestedChange) => void
  readonly #connections = new Map<string, Watching>()
  #isFull = false

  constructor(options: { readonly bytesMax: number; readonly tell: (change: CongestedChange) => void }) {
    this.#bytesMax = options.bytesMax
    this.#tell = options.tell
  }

  /** So many bytes were not taken yet. It counts as caught up from half of the bound on. */
  look(bytes: number): void {
    const isFull = bytes > (this.#isFull ? this.#bytesMax / 2 : this.#bytesMax)
    if (isFull === this.#isFull) return
    this.#isFull = isFull
    for (const [connectionId, { watches, isCongested }] of this.#connections)
      this.#tell({ connectionId, zoneIds: [...new Set(watches.values())], isCongested: isCongested || isFull })
  }

  /** The argument of a call on its way to the zones. */
  pass(name: string, argument: unknown): unknown {
    switch (name) {
      case 'subscribe':
        return this.#subscribe(argument as SubscribeRequest)
      case 'setCongested': {
        const change = argument as CongestedChange
        const known = this.#connections.get(change.connectionId)
        if (known !== undefined) known.isCongested = change.isCongested
        return { ...change, isCongested: change.isCongested || this.#isFull }
      }
      case 'connectionClosed':
        this.#connections.delete((argument as ConnectionChange).connectionId)
        return argument
      default:
        return argument
    }
  }

  ended({ connectionId, watch }: Watch): void {
    const known = this.#connections.get(connectionId)
    known?.watches.delete(watch)
    if (known?.watches.size === 0) this.#connections.delete(connectionId)
  }

  /** All that watch, who do so no more. */
  takeAll(): readonly ConnectionChange[] {
    const all = [...this.#connections].map(([connectionId, { watches }]) => ({
      connectionId,
      zoneIds: [...new Set(watches.values())],
    }))
    this.#connections.clear()
    this.#isFull = false
    return all
  }

  #subscribe(request: SubscribeRequest): SubscribeRequest {
    const { connectionId, zoneId, watch, isCongested = false } = request
    const known = this.#connections.get(connectionId) ?? { watches: new Map(), isCongested }
    known.isCongested = isCongested
    known.watches.set(watch, zoneId)
    this.#connections.set(connectionId, known)
    return { ...request, isCongested: isCongested || this.#isFull }
  }
}
