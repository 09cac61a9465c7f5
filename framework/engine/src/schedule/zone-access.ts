import type { ZoneId } from 'gridtick'
import { ZoneOrder } from '../guard/zone-order.ts'
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
