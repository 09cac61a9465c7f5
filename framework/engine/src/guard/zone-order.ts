import type { ZoneId } from 'gridtick'

/**
 * The order of what is asked of each zone, while some of it waits for the guard: an intent whose payload is being read
 * takes effect before all that was asked of its zone after it. Bounded as what may be asked is: by messages in hand and
 * requests.
 */
export class ZoneOrder {
  readonly #tails = new Map<ZoneId, Promise<void>>()

  /** Does it at once, or as soon as all that was asked of this zone before it has taken effect. */
  inTurn<Value>(zoneId: ZoneId, act: () => Promise<Value>): Promise<Value> {
    return this.#tails.has(zoneId) ? this.behind(zoneId, Promise.resolve(), act) : act()
  }

  /** Does it once `ready` is there, and in its turn. `ready` must not reject. */
  behind<Ready, Value>(zoneId: ZoneId, ready: Promise<Ready>, act: (ready: Ready) => Promise<Value>): Promise<Value> {
    const turn = (this.#tails.get(zoneId) ?? Promise.resolve()).then(() => ready)
    const done = turn.then(act)
    const tail = turn.then(() => {
      if (this.#tails.get(zoneId) === tail) this.#tails.delete(zoneId)
    })
    this.#tails.set(zoneId, tail)
    return done
  }
}
