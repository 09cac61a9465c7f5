import type { Limits, Logger, StorageError } from '@gridtick/engine/ports'

/**
 * `beside`: on a connection of its own, whose work the driver does in another thread, while others go on writing. What
 * came to the log meanwhile follows at once with the writes held back, which is little. `between`: on the connection
 * itself, after the writes that wait. For a thread that may be ended at any time: where one ends under work that the
 * driver does elsewhere for it, the driver ends the process.
 */
export type CheckpointPlace = 'beside' | 'between'

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
