import type { ZoneId } from 'gridtick'
import type { ZoneOwner } from './zone-claim.ts'

/**
 * Which zones want to run though nobody asks for them. Their times are written by the commits of the zones. Only those
 * count that the one who asks may claim; of the zones of another server that one takes care.
 */
export type WakeStorage = {
  /** Open zones whose `wakeAt` is at or before `now`, earliest first. */
  dueZones(owner: ZoneOwner, now: number, limit: number): Promise<readonly ZoneId[]>
  /** The earliest `wakeAt` of all open zones. */
  nextWakeAt(owner: ZoneOwner): Promise<number | null>
  /**
   * Open zones whose modules are to hear something after a start: of members who were connected when the server ended,
   * or who left while the zone did not step.
   */
  zonesToTell(owner: ZoneOwner, limit: number): Promise<readonly ZoneId[]>
}
