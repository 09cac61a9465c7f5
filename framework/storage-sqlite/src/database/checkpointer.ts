import { setImmediate as macrotask } from 'node:timers/promises'
import { type Limits, type Logger, StorageError } from '@gridtick/engine/ports'
import Database from 'libsql/promise'
import { type Connection, plain } from './connection.ts'
import type { CheckpointPlace } from './libsql-database-options.ts'
import { toStorageError } from './libsql-errors.ts'
import { WalIndex } from './wal-index.ts'

/** A page of the log, and what stands before it. */
const frameBytes = 4_096 + 24
/** How many writes there are between two looks at the log. */
const lookEvery = 16

/**
 * Moves the write-ahead log into the database, and not as a part of a write; so the log begins at its front again however
 * much is written.
 */
export class Checkpointer {
  readonly #parts: CheckpointerParts
  readonly #index: WalIndex
  readonly #framesFrom: number
  readonly #framesMax: number
  #writes = 0
  /** The length of the log at which it is moved next. Where somebody reads an old state of it, it cannot be moved yet. */
  #nextFrames: number
  #running: Promise<void> | undefined
  #isClosed = false
  #failures = 0

  constructor(parts: CheckpointerParts) {
    this.#parts = parts
    this.#index = new WalIndex(parts.path)
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

  /** Begins nothing more, and waits for what runs. */
  async stop(): Promise<void> {
    this.#isClosed = true
    await this.#running
  }

  /** To be called when the connection is closed. */
  close(): void {
    this.#index.close()
  }

  /** How long the log is. Where all of it is in the database, the next write begins it again. */
  #frames(): number {
    const { frames, backfilled } = this.#index.read() ?? { frames: 0, backfilled: 0 }
    return frames === backfilled ? 0 : frames
  }

  async #run(): Promise<void> {
    try {
      if (this.#parts.place === 'beside') await this.#move()
      // What was just stored is shown first.
      else await macrotask()
      if (!this.#isClosed && this.#frames() > 0) await this.#parts.alone(() => this.#move())
      this.#failures = 0
    } catch (error) {
      this.#failures += 1
      // It is tried again after more writes; one line is enough until it works.
      if (this.#failures === 1)
        this.#parts.logger.warn(
          { err: toStorageError(error) },
          'the write-ahead log could not be moved into the database',
        )
    }
    this.#nextFrames = this.#frames() + this.#framesFrom
  }

  async #move(): Promise<void> {
    const { path, place, check, connection } = this.#parts
    check()
    if (place === 'between') return void connection().all(plain(moveLog))
    // Opened for this, and closed, so that it holds no file that was replaced.
    const database = new Database(path, {})
    try {
      await database.exec(moveLog)
    } finally {
      database.close()
    }
  }
}

export type CheckpointerParts = {
  /** With all links followed. */
  readonly path: string
  readonly place: CheckpointPlace
  readonly logger: Logger
  readonly limits: Pick<Limits, 'databaseLogBytes' | 'databaseLogBytesMax'>
  /** Throws where the files are not in their places: opening them would make others. */
  readonly check: () => void
  readonly connection: () => Connection
  /** Runs work between two operations of the database. */
  readonly alone: (work: () => Promise<void>) => Promise<void>
}

const moveLog = 'PRAGMA wal_checkpoint(PASSIVE)'
