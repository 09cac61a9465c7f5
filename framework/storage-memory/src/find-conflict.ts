import type { Conflict, ZoneClaim } from '@gridtick/engine/ports'
import type { MemoryZone } from './memory-tables.ts'

export const noZone: Conflict = { outcome: 'conflict', differs: ['zone'] }

/** What of a claim is not what is stored; undefined: it holds. */
export function findConflict(claim: ZoneClaim, zone: MemoryZone | undefined, ifTick?: number): Conflict | undefined {
  if (zone === undefined) return noZone
  const { owner, epoch, tick } = zone.row
  const differs: Conflict['differs'][number][] = []
  if (owner !== claim.owner) differs.push('owner')
  if (epoch !== claim.epoch) differs.push('epoch')
  if (ifTick !== undefined && tick !== ifTick) differs.push('tick')
  return differs.length === 0 ? undefined : { outcome: 'conflict', differs }
}
