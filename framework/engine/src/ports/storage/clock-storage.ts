/** Where the clock of the server stands, in ms since the epoch, so that it goes on from there after a restart. */
export type ClockStorage = {
  /** Where it stood at least: the later of what was stored and the newest time of a zone. Null: neither. */
  readClock(): Promise<number | null>
  /** A later time that is stored stays. */
  storeClock(at: number): Promise<void>
  /**
   * Moves it back to this time where it is ahead, and the times of zones with it. The numbers of beats, which are whole,
   * stay as they are then. Only where no server runs.
   */
  resetClock(to: number): Promise<void>
}
