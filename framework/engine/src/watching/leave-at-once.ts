import type { PlayerId } from 'gridtick'
import type { StoredMember } from '../ports/storage/stored-zone.ts'
import type { Engine } from '../zone/engine.ts'
import type { Zone } from '../zone/zone.ts'
import { listPlayers } from '../zone/zone-players.ts'
import { endSubscriptions } from './answer-inputs.ts'
import { sendMessage } from './send-messages.ts'

/**
 * Ends a membership of a zone that does not step. Joins of the player that wait are dropped with it. Rejects with a
 * StorageError, and nothing has happened. Called under the zone's `exclusive`.
 */
export async function leaveAtOnce(
  engine: Engine,
  zone: Zone,
  leaver: {
    readonly playerId: PlayerId
    readonly connectionId?: string | undefined
    readonly ref?: string | undefined
  },
): Promise<void> {
  const { playerId, connectionId, ref } = leaver
  await endMembership(engine, zone, playerId)
  zone.queue.dropJoins(playerId)
  endSubscriptions(engine, zone, playerId, 'left', connectionId)
  if (connectionId === undefined) return
  const names = ref === undefined ? {} : { ref }
  sendMessage(engine, connectionId, { type: 'unsubscribed', zoneId: zone.id, ...names, reason: 'left' }, 'final')
}

/**
 * The zone was just paused: leaves that wait for a step are carried out at once, as all are from now on. Where the
 * storage fails, those that are left wait for the step after the resume.
 */
export async function carryOutLeaves(engine: Engine, zone: Zone): Promise<void> {
  for (const input of zone.queue.all()) {
    if (input.kind !== 'leave' || input.departed !== undefined || !zone.queue.has(input)) continue
    try {
      await leaveAtOnce(engine, zone, input)
    } catch (error) {
      return engine.storageHealth.report(error)
    }
    zone.queue.settle([input])
  }
}

async function endMembership(engine: Engine, zone: Zone, playerId: PlayerId): Promise<void> {
  const { committed } = zone
  const member = committed.members.get(playerId)
  if (member === undefined) return
  if (zone.status === 'paused') await departPausedZone(engine, zone, member)
  else await engine.storage.zones.removeMember(zone.id, playerId)
  committed.members.delete(playerId)
  committed.players = listPlayers(committed.members)
}

/** Its module hears of it with the next step, and also if the process ends before. */
async function departPausedZone({ storage }: Engine, zone: Zone, member: StoredMember): Promise<void> {
  const { playerId, displayName } = member
  await storage.zones.departMember(zone.id, playerId)
  zone.queue.addMembership({ kind: 'leave', playerId, departed: { displayName } })
  zone.recorder &&= { ...zone.recorder, departed: [...zone.recorder.departed, playerId] }
}
