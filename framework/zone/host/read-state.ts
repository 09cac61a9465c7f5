import type { JsonObject } from '../../contract/json.ts'
import type { Engine } from '../engine.ts'
import { viewOf } from '../view-of.ts'
import type { Zone } from '../zone.ts'
import type { Answer, ReadStateRequest, ZoneStateView } from '../zone-host-port.ts'
import { seenCells } from './seen-cells.ts'

/** The last committed tick, as a member sees it, or everything of it. */
export function readState(
  engine: Engine,
  zone: Zone,
  { as, withCells = false }: Omit<ReadStateRequest, 'zoneId'>,
): Answer<ZoneStateView> {
  const { tick, at, entities, extras, state, members } = zone.committed
  const head = { zoneId: zone.id, tick, at }
  if (as === 'everything')
    return { ok: true, value: { ...head, entities: entities.all() as readonly JsonObject[], extras, state } }
  if (!members.has(as))
    return { ok: false, refused: { code: 'not_a_member', message: 'This player is not in the zone.' } }
  const result = viewOf(engine, zone, as)
  if (result.ok) {
    const view = [...result.view.entities.values()] as readonly object[]
    const value = { ...head, entities: view as readonly JsonObject[], extras: result.view.extras ?? {} }
    const cells = withCells ? seenCells(engine, zone, as) : undefined
    return { ok: true, value: cells === undefined ? value : { ...value, seenCells: cells } }
  }
  return {
    ok: false,
    refused: { code: 'internal', message: 'The game failed to tell what this player sees. It was reported.' },
  }
}
