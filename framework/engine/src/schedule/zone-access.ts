import type { ZoneId } from 'gridtick'
import { ZoneOrder } from '../guard/zone-order.ts'
import type { Engine } from '../zone/engine.ts'
import type { Acquired, ZoneRegistry } from './zone-registry.ts'

/** The way to the zones: what is asked of one takes effect in the order in which it was asked. */
export type ZoneAccess = {
  readonly engine: Engine
  readonly registry: ZoneRegistry
  /** Works on a zone in its turn: see {@link ZoneRegistry.use}. */
  use<Value>(zoneId: ZoneId, work: (acquired: Acquired) => Value | Promise<Value>): Promise<Value>
  /** The same, once `ready` is there, which must not reject. */
  useBehind<Ready, Value>(
    zoneId: ZoneId,
    ready: Promise<Ready>,
    work: (acquired: Acquired, ready: Ready) => Value | Promise<Value>,
  ): Promise<Value>
}

export function createZoneAccess(engine: Engine, registry: ZoneRegistry): ZoneAccess {
  const order = new ZoneOrder()
  return {
    engine,
    registry,
    use: (zoneId, work) => order.inTurn(zoneId, () => registry.use(zoneId, work)),
    useBehind: (zoneId, ready, work) =>
      order.behind(zoneId, ready, (value) => registry.use(zoneId, (acquired) => work(acquired, value))),
  }
}
