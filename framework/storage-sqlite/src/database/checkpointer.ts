import { type Limits, type Logger, StorageError } from '@gridtick/engine/ports'
import Database from 'libsql/promise'
import { toStorageError } from './libsql-errors.ts'
import { readWalProgress } from './wal-index.ts'

/** A page of the log, and what stands before it. */
const frameBytes = 4_096 + 24
/** How many writes there are between two looks at the log. */
const lookEvery = 16

/**
 * Moves the write-ahead log into the database while others go on writing: on a connection of its own, whose work the
 * driver does in another thread. What came to the log meanwhile follows at once with the writes held back, which is
 * little; so the log begins at its front again however much is written.
 */
export class Checkpointer {
  readonly #path: string
  readonly #logger: Logger
  readonly #framesFrom: number
  readonly #framesMax: number
  /** Throws where the files are not in their places: opening them would make others. */
  readonly #check: () => void
  /** Runs work between two operations of the database. */
  readonly #alone: (work: () => Promise<void>) => Promise<void>
  #writes = 0
  /** The length of the log at which it is moved next. Where somebody reads an old state of it, it cannot be moved yet. */
  #nextFrames: number
  #running: Promise<void> | undefined
  #isClosed = false
  #failures = 0

  constructor(parts: {
    readonly path: string
    readonly logger: Logger
    readonly limits: Pick<Limits, 'databaseLogBytes' | 'databaseLogBytesMax'>
    readonly check: () => void
    readonly alone: (work: () => Promise<void>) => Promise<void>
  }) {
    this.#path = parts.path
    this.#logger = parts.logger
    this.#check = parts.check
    this.#alone = parts.alone
    this.#framesFrom = parts.limits.databaseLogBytes / frameBytes
    this.#framesMax = parts.limits.databaseLogBytesMax / frameBytes
    this.#nextFrames = this.#framesFrom
  }

  /** After each write. */
  noteWrite(): void {
    this.#writes += 1
    if (this.#writes % lookEvery !== 0 || this.#running !== undefined || this.#isClosed) return
    if (this.#frames() < this.#nextFrames) return
    this.#running = this.#run().finally(() => {
      this.#running = undefined
    })
  }

  /** Whether the next write waits for {@link makeRoom}. */
  get isFull(): boolean {
    return this.#writes % lookEvery === 0 && this.#frames() >= this.#framesMax
  }

  /** The log has grown too far, because the disk is slow or somebody reads an old state of it: it is moved first. */
  async makeRoom(): Promise<void> {
    await this.#move()
    if (this.#frames() >= this.#framesMax)
      throw new StorageError(
        'full',
        'The log of the database has grown too long, and cannot be moved into it. Does another program read the database?',
      )
  }

  /** Waits for what runs. */
  async close(): Promise<void> {
    this.#isClosed = true
    await this.#running
  }

  /** How long the log is. Where all of it is in the database, the next write begins it again. */
  #frames(): number {
    const { frames, backfilled } = readWalProgress(this.#path) ?? { frames: 0, backfilled: 0 }
    return frames === backfilled ? 0 : frames
  }

  async #run(): Promise<void> {
    try {
      await this.#move()
      if (!this.#isClosed && this.#frames() > 0) await this.#alone(() => this.#move())
      this.#failures = 0
      this.#nextFrames = this.#frames() + this.#framesFrom
    } catch (error) {
      this.#failures += 1
      // It is tried again after more writes; one line is enough until it works.
      this.#nextFrames = this.#frames() + this.#framesFrom
      if (this.#failures === 1)
        this.#logger.warn({ err: toStorageError(error) }, 'the write-ahead log could not be moved into the database')
    }
  }

  /** Opened for this, and closed, so that it holds no file that was replaced. */
  async #move(): Promise<void> {
    this.#check()
    const database = new Database(this.#path, {})
    try {
      await database.exec('PRAGMA wal_checkpoint(PASSIVE)')
    } finally {
      database.close()
    }
  }
}
