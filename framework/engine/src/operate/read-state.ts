import type { JsonObject } from 'gridtick'
import type { Answer, ZoneStateView } from '../ports/zone-answers.ts'
import type { ReadStateRequest } from '../ports/zone-requests.ts'
import { viewOf } from '../watching/view-of.ts'
import type { Engine } from '../zone/engine.ts'
import { momentOf } from '../zone/moment.ts'
import type { Zone } from '../zone/zone.ts'
import { seenCells } from './seen-cells.ts'

/** The last committed state: as a member sees it at this moment, or everything, with its tick and time. */
export function readState(
  engine: Engine,
  zone: Zone,
  { as, withCells = false }: Omit<ReadStateRequest, 'zoneId'>,
): Answer<ZoneStateView> {
  const { tick, at, entities, extras, state, members } = zone.committed
  if (as === 'everything') {
    const all = entities.all() as readonly JsonObject[]
    return { ok: true, value: { zoneId: zone.id, tick, at, entities: all, extras, state } }
  }
  if (!members.has(as))
    return { ok: false, refused: { code: 'not_a_member', message: 'This player is not in the zone.' } }
  const moment = momentOf(engine, zone)
  const result = viewOf(engine, zone, as, moment)
  if (result.ok) {
    const view = [...result.view.entities.values()] as readonly object[]
    const value = {
      zoneId: zone.id,
      ...moment,
      entities: view as readonly JsonObject[],
      extras: result.view.extras ?? {},
    }
    const cells = withCells ? seenCells(engine, zone, as) : undefined
    return { ok: true, value: cells === undefined ? value : { ...value, seenCells: cells } }
  }
  return {
    ok: false,
    refused: { code: 'internal', message: 'The game failed to tell what this player sees. It was reported.' },
  }
}
