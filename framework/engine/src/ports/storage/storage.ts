import type { AccountStorage } from './account-storage.ts'
import type { ActionLogStorage } from './action-log-storage.ts'
import type { ClockStorage } from './clock-storage.ts'
import type { NodeStorage } from './node-storage.ts'
import type { OrderStorage } from './order-storage.ts'
import type { RecordingStorage } from './recording-storage.ts'
import type { TurnStorage } from './turn-storage.ts'
import type { WakeStorage } from './wake-storage.ts'
import type { ZoneStorage } from './zone-storage.ts'

/**
 * All that a server stores. Every write is one transaction: all of it, or none.
 *
 * Each call of each part may reject with a {@link StorageError}; nothing else is thrown.
 */
export type Storage = {
  readonly zones: ZoneStorage
  readonly wakes: WakeStorage
  readonly orders: OrderStorage
  readonly turns: TurnStorage
  readonly actionLog: ActionLogStorage
  readonly recordings: RecordingStorage
  readonly accounts: AccountStorage
  readonly clock: ClockStorage
  readonly nodes: NodeStorage
  /** Writes something harmless, to see whether the storage takes writes. */
  probe(): Promise<void>
  /** Looks, without writing, whether what is written would be kept. Left out where there is nothing to look at. */
  verify?(): Promise<void>
  /** Operations that run or wait. Left out where none ever waits. */
  waiting?(): number
  /**
   * The file of this machine that holds the data. The server keeps notes beside it, for its next start. Left out where
   * the data is elsewhere: then there are none.
   */
  readonly path?: string
  /** Where its server listens, for another one that is refused the storage. Left out where none is ever refused. */
  noteUrl?(url: string): void
  /** Ends when all that was begun is stored. What is asked for afterwards fails. */
  close(): Promise<void>
}
