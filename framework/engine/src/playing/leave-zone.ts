import { given } from '@gridtick/protocol/codes'
import type { JoinOrLeave } from '../inputs/input.ts'
import type { LeaveRequest } from '../ports/zone-requests.ts'
import { leaveAtOnce } from '../status/leave-at-once.ts'
import { whyUnsettled } from '../step/settle-doubts.ts'
import { sendRefusal, sendTooManyWait } from '../watching/send-messages.ts'
import type { Engine } from '../zone/engine.ts'
import type { Zone } from '../zone/zone.ts'

/**
 * Ends a membership: with the next step, or at once where the zone does not step; there it is called under the zone's
 * `exclusive`. Rejects with a StorageError.
 */
export async function leaveZone(engine: Engine, zone: Zone, request: LeaveRequest): Promise<void> {
  if (zone.life.status === 'open') return queueLeave(engine, zone, request)
  const { connectionId, ref, player } = request
  const leaver = { playerId: player.playerId, connectionId, ref }
  const refused = (await whyUnsettled(engine, zone)) ?? (await leaveAtOnce(engine, zone, leaver))
  if (refused !== undefined) sendRefusal(engine, connectionId, refused, { ref, kind: 'final' })
}

function queueLeave(engine: Engine, zone: Zone, { connectionId, ref, player }: LeaveRequest): void {
  const names = given({ ref })
  const input: JoinOrLeave = { kind: 'leave', playerId: player.playerId, connectionId, ...names }
  if (!zone.queue.addMembership(input)) sendTooManyWait(engine, zone, connectionId, { ref, kind: 'final' })
}
