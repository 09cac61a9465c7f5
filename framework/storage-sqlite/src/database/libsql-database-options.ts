import type { Limits, Logger, StorageError } from '@gridtick/engine/ports'
import type { CheckpointPlace } from './checkpointer.ts'

export type LibsqlDatabaseOptions = {
  /** `file:` and a path. */
  readonly url: string
  /** `full` survives power loss; `normal` may lose the last commits then, and is faster. Neither loses any by a crash. */
  readonly sync: 'full' | 'normal'
  readonly logger: Logger
  readonly limits?: Partial<Limits>
  /** Where its log is moved into it. `between` in a thread, else `beside`. */
  readonly checkpoints?: CheckpointPlace
  /** Called for each operation that failed, for all who use this database. Data that was refused is no trouble. */
  readonly onTrouble?: (error: StorageError) => void
  /** Before each operation, which may hold this thread for as long as the disk takes. */
  readonly onWork?: () => void
  /** Called after each operation with the ms it took, failed ones included. */
  readonly onDuration?: (ms: number) => void
  /** Before each statement of a transaction: for tests that end the process there. */
  readonly onStatement?: (text: string) => void
}
