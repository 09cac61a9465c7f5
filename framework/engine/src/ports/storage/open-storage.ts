import type { Limits } from '../limits.ts'
import type { Logger } from '../logger.ts'
import type { Storage } from './storage.ts'
import type { StorageError } from './storage-error.ts'

/** Opens a storage for one server, which closes it. Rejects with a StorageError, and with a TypeError for bad settings. */
export type OpenStorage = (context: StorageContext) => Promise<Storage>

/** What a server gives to the storage that is opened for it. */
export type StorageContext = {
  readonly logger: Logger
  readonly limits: Limits
  /** An operation failed: nothing is stored until writes work again. Data that was refused is no trouble. */
  onTrouble(error: StorageError): void
  /** Before each operation that may hold this thread. */
  onWork(): void
  /** After each operation, with the ms it took, failed ones included. */
  onDuration(ms: number): void
}
