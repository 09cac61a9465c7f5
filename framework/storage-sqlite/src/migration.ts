/** One step from an older database to a newer one. */
export type Migration = {
  /** When it was written, ms since the epoch. */
  readonly writtenAt: number
  /** Its statements, with a line `--> statement-breakpoint` between them. */
  readonly text: string
}
