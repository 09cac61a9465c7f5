import type { AccountStorage, ZoneLink } from '@gridtick/engine/ports'

/** The half of a server that runs zones and has the storage. The other half, with the sockets, knows it by this. */
export type ZoneHalf = {
  readonly zones: ZoneLink
  readonly accounts: AccountStorage
  /** Operations of the storage that run or wait. */
  storageWaiting(): number | Promise<number>
  /** Begins to run zones. */
  begin(): Promise<void>
  /** Where the server listens, for another one that is refused the storage. */
  noteUrl(url: string): void
  /** Takes nothing new from now on. */
  drain(): void
  /** Ends the steps that run, and answers what waits. */
  settle(): Promise<void>
  /** Closes the storage, if it was opened for this server, and lets go of the process. */
  close(): Promise<void>
}
