import type { ZoneId } from 'gridtick'
import { ZoneNotHere } from '../ports/zone-fault.ts'
import type { Engine } from '../zone/engine.ts'
import type { Acquired, ZoneRegistry } from './zone-registry.ts'

/** The way to the zones: what is asked of one takes effect in the order in which it was asked. */
export type ZoneAccess = {
  readonly engine: Engine
  readonly registry: ZoneRegistry
  /** Throws ZoneNotHere where the zone runs elsewhere. */
  mustBeHere(zoneId: ZoneId): void
  /** Works on a zone in its turn: see {@link ZoneRegistry.use}. Rejects with ZoneNotHere where it runs elsewhere. */
  use<Value>(zoneId: ZoneId, work: (acquired: Acquired) => Value | Promise<Value>): Promise<Value>
  /** The same, once `ready` is there, which must not reject. */
  useBehind<Ready, Value>(
    zoneId: ZoneId,
    ready: Promise<Ready>,
    work: (acquired: Acquired, ready: Ready) => Value | Promise<Value>,
  ): Promise<Value>
}

/** `isHere`: whether a zone is this process's to run. What is asked of any other rejects with ZoneNotHere. */
export function createZoneAccess(
  engine: Engine,
  registry: ZoneRegistry,
  isHere: (zoneId: ZoneId) => boolean,
): ZoneAccess {
  const order = new ZoneOrder()
  const mustBeHere = (zoneId: ZoneId) => {
    if (!isHere(zoneId)) throw new ZoneNotHere(`zone ${zoneId} does not run here`)
  }
  const useHere: ZoneRegistry['use'] = async (zoneId, work) => {
    mustBeHere(zoneId)
    return registry.use(zoneId, work)
  }
  return {
    engine,
    registry,
    mustBeHere,
    use: (zoneId, work) => order.inTurn(zoneId, () => useHere(zoneId, work)),
    useBehind: (zoneId, ready, work) =>
      order.behind(zoneId, ready, (value) => useHere(zoneId, (acquired) => work(acquired, value))),
  }
}

/**
 * The order of what is asked of each zone, while some of it waits for the guard: an intent whose payload is being read
 * takes effect before all that was asked of its zone after it. Bounded as what may be asked is: by messages in hand and
 * requests.
 */
class ZoneOrder {
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
