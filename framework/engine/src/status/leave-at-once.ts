import { given, type Refused } from '@gridtick/protocol/codes'
import type { PlayerId } from 'gridtick'
import type { StoredMember } from '../ports/storage/stored-zone.ts'
import { endSubscriptions } from '../watching/answer-inputs.ts'
import { sendMessage } from '../watching/send-messages.ts'
import type { Engine } from '../zone/engine.ts'
import type { Zone } from '../zone/zone.ts'
import { recordDeparture } from '../zone/zone-recorder.ts'
import { removeMember } from '../zone/zone-state.ts'
import { giveUpZone } from './give-up-zone.ts'

/**
 * Ends a membership of a zone that does not step. Joins of the player that wait are dropped with it. Refused where the
 * zone is gone, or another's. Rejects with a StorageError, and nothing has happened. Called under the zone's `exclusive`.
 */
export async function leaveAtOnce(
  engine: Engine,
  zone: Zone,
  leaver: {
    readonly playerId: PlayerId
    readonly connectionId?: string | undefined
    readonly ref?: string | undefined
  },
): Promise<Refused | undefined> {
  const { playerId, connectionId, ref } = leaver
  const refused = await endMembership(engine, zone, playerId)
  if (refused !== undefined) return refused
  zone.queue.dropJoins(playerId)
  endSubscriptions(engine, zone, playerId, 'left', connectionId)
  if (connectionId === undefined) return undefined
  const names = given({ ref })
  sendMessage(engine, connectionId, { type: 'unsubscribed', zoneId: zone.id, ...names, reason: 'left' }, 'final')
  return undefined
}

/**
 * The zone was just paused: leaves that wait for a step are carried out at once, as all are from now on. Where the
 * storage fails, those that are left wait for the step after the resume.
 */
export async function carryOutLeaves(engine: Engine, zone: Zone): Promise<void> {
  for (const input of zone.queue.all()) {
    if (input.kind !== 'leave' || input.departed !== undefined || !zone.queue.has(input)) continue
    try {
      if ((await leaveAtOnce(engine, zone, input)) !== undefined) return
    } catch (error) {
      return engine.storageHealth.report(error)
    }
    zone.queue.settle([input])
  }
}

async function endMembership(engine: Engine, zone: Zone, playerId: PlayerId): Promise<Refused | undefined> {
  const member = zone.committed.members.get(playerId)
  if (member === undefined) return undefined
  const isPaused = zone.life.status === 'paused'
  const { zones } = engine.storage
  const result = await (isPaused ? zones.departMember(zone.claim, playerId) : zones.removeMember(zone.claim, playerId))
  if (result.outcome === 'conflict') return giveUpZone(engine, zone, result)
  if (isPaused) noteDeparture(zone, member)
  removeMember(zone, playerId)
  return undefined
}

/** Its module hears of it with the next step, and also if the process ends before. */
function noteDeparture(zone: Zone, { playerId, displayName }: StoredMember): void {
  zone.queue.addMembership({ kind: 'leave', playerId, departed: { displayName } })
  recordDeparture(zone, playerId)
}
