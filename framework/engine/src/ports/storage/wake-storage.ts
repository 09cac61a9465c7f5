import type { ZoneId } from 'gridtick'

/** Which zones want to run though nobody asks for them. Their times are written by the commits of the zones. */
export type WakeStorage = {
  /** Open zones whose `wakeAt` is at or before `now`, earliest first. */
  dueZones(now: number, limit: number): Promise<readonly ZoneId[]>
  /** The earliest `wakeAt` of all open zones. */
  nextWakeAt(): Promise<number | null>
  /**
   * Open zones whose modules are to hear something after a start: of members who were connected when the server ended,
   * or who left while the zone did not step.
   */
  zonesToTell(limit: number): Promise<readonly ZoneId[]>
}
