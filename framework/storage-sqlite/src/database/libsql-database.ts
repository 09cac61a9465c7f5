import { setImmediate as macrotask } from 'node:timers/promises'
import { isMainThread } from 'node:worker_threads'
import { defaultLimits, type Limits, type Logger, StorageError } from '@gridtick/engine/ports'
import type { SQL } from 'drizzle-orm'
import { Checkpointer } from './checkpointer.ts'
import { type Connection, openConnection, plain, type Row, type Statement } from './connection.ts'
import { databasePathOf, prepareFolder, refuseHardLinks, refuseOrphanedLog } from './database-file.ts'
import { forgetHolder, noteHolder, refuseWhileHeld } from './database-holder.ts'
import { type DatabaseLock, takeDatabaseLock } from './database-lock.ts'
import { applySettings, checkIntegrity } from './database-settings.ts'
import type { CheckpointPlace, LibsqlDatabaseOptions } from './libsql-database-options.ts'
import { isRefusal, toStorageError } from './libsql-errors.ts'
import { migrateDatabase } from './migrate-database.ts'
import { OpenFiles } from './open-files.ts'
import { createStatementCollector } from './statement-collector.ts'

/** One SQLite file behind one connection. Operations run one after the other, in the order of the calls. */
export type LibsqlDatabase = {
  /** Of the file: absolute, by the name that it was given. */
  readonly path: string
  /** One statement, outside of a transaction. Rejects with a StorageError. */
  read(statement: SQL): Promise<readonly Row[]>
  /** Several reads of one moment. */
  readTogether(statements: readonly SQL[]): Promise<readonly (readonly Row[])[]>
  /** Reads of one moment, which depend on each other. */
  query<Result>(work: (connection: Connection) => Result): Promise<Result>
  /**
   * One transaction: all of the statements, or none. Answers how many rows each changed. Rejects with a StorageError, or
   * with the error of {@link isRefusal} where the data was refused.
   */
  write(statements: readonly Statement[]): Promise<readonly number[]>
  /**
   * One transaction around work that may also read and decide. What it does in it is stored, or else nothing of it.
   * A {@link Withdrawal} takes it back, and is no trouble. Rejects as a write does.
   */
  transact<Result>(work: (connection: Connection) => Result): Promise<Result>
  /** Operations that run or wait, at most `storageWaitingMax`. */
  waiting(): number
  /**
   * Looks whether the file that was opened is still in its place and may be written, without writing. Throws a
   * StorageError: `lost` or `io`.
   */
  verify(): void
  /** Where its server listens, for another one that does not get the database. */
  noteUrl(url: string): void
  /** Waits for what was begun, moves the log into the file, and gives the lock back. */
  close(): Promise<void>
}

/** Takes a transaction back, whose condition did not hold. */
export class Withdrawal extends Error {
  override readonly name = 'Withdrawal'
}

/**
 * Opens the database, and makes it first where there is none: folder, lock, checks, settings, migrations, in this order,
 * so that nothing is written to a file that is another server's, or none of ours.
 *
 * Throws a TypeError for a URL that is no file, and a StorageError: `in_use`, `corrupt` or `io`.
 */
export async function openLibsqlDatabase(options: LibsqlDatabaseOptions): Promise<LibsqlDatabase> {
  const namedPath = databasePathOf(options.url)
  const path = await prepareFolder(namedPath)
  const lock = await takeDatabaseLock(path)
  const limits = { ...defaultLimits, ...options.limits }
  let connection: Connection | undefined
  try {
    refuseOrphanedLog(path)
    refuseHardLinks(path)
    // The timeout freezes the event loop while it lasts. Only other programs can make us wait: the lock is ours.
    const open = () => openConnection(path, { timeoutMs: 250, onStatement: options.onStatement })
    connection = open()
    await checkIntegrity(connection, path, limits.integrityCheckBytesMax)
    refuseWhileHeld(connection, path)
    applySettings(connection, options.sync)
    const migrations = migrateDatabase(connection)
    if (migrations > 0) options.logger.info({ migrations }, 'the database was brought up to date')
    const database = new SerialDatabase({
      path: namedPath,
      realPath: path,
      connection,
      open,
      files: new OpenFiles(path),
      lock,
      sync: options.sync,
      limits,
      checkpoints: options.checkpoints ?? (isMainThread ? 'beside' : 'between'),
      logger: options.logger,
      onTrouble: options.onTrouble ?? (() => {}),
      onWork: options.onWork ?? (() => {}),
      onDuration: options.onDuration ?? (() => {}),
    })
    // For other servers only: where it cannot be written, this one starts all the same, and says so by its health.
    await database.write([noteHolder(null)]).catch(() => {})
    return database
  } catch (error) {
    connection?.close()
    lock.release()
    throw toStorageError(error)
  }
}

class SerialDatabase implements LibsqlDatabase {
  /** Another one after each reconnect. */
  #connection: Connection
  readonly path: string
  readonly #open: () => Connection
  readonly #files: OpenFiles
  readonly #lock: DatabaseLock
  readonly #sync: 'full' | 'normal'
  readonly #logger: Logger
  readonly #waitingMax: number
  readonly #onTrouble: (error: StorageError) => void
  readonly #onWork: () => void
  readonly #onDuration: (ms: number) => void
  readonly #collectStatements = createStatementCollector()
  readonly #checkpointer: Checkpointer
  #waiting = 0
  #last: Promise<unknown> = Promise.resolve()
  #operations = 0
  #isSound = true
  #isClosed = false

  constructor(parts: {
    path: string
    /** With all links followed. */
    realPath: string
    connection: Connection
    open: () => Connection
    files: OpenFiles
    lock: DatabaseLock
    sync: 'full' | 'normal'
    logger: Logger
    limits: Limits
    checkpoints: CheckpointPlace
    onTrouble: (error: StorageError) => void
    onWork: () => void
    onDuration: (ms: number) => void
  }) {
    this.path = parts.path
    this.#connection = parts.connection
    this.#open = parts.open
    this.#files = parts.files
    this.#lock = parts.lock
    this.#sync = parts.sync
    this.#logger = parts.logger
    this.#waitingMax = parts.limits.storageWaitingMax
    this.#onTrouble = parts.onTrouble
    this.#onWork = parts.onWork
    this.#onDuration = parts.onDuration
    this.#checkpointer = new Checkpointer({
      path: parts.realPath,
      place: parts.checkpoints,
      logger: parts.logger,
      limits: parts.limits,
      check: () => parts.files.check(),
      connection: () => this.#connection,
      alone: (work) => this.#alone(work),
    })
  }

  read(statement: SQL): Promise<readonly Row[]> {
    return this.#operate(() => this.#connection.all(statement))
  }

  readTogether(statements: readonly SQL[]): Promise<readonly (readonly Row[])[]> {
    // Nobody else writes between two statements that this thread runs without a pause.
    return this.#operate(() => statements.map((statement) => this.#connection.all(statement)))
  }

  query<Result>(work: (connection: Connection) => Result): Promise<Result> {
    return this.#operate(() => work(this.#connection))
  }

  write(statements: readonly Statement[]): Promise<readonly number[]> {
    return this.transact((connection) => statements.map((statement) => connection.run(statement)))
  }

  transact<Result>(work: (connection: Connection) => Result): Promise<Result> {
    const isWrite = true
    return this.#operate(() => {
      const result = this.#connection.transact(() => work(this.#connection))
      // What was written counts only if it stands where the next start looks for it.
      this.#files.check()
      this.#checkpointer.noteWrite()
      return result
    }, isWrite)
  }

  verify(): void {
    // Closing may remove the log; nobody has deleted it then.
    if (this.#isClosed) return
    this.#files.check()
    this.#files.checkWritable()
  }

  waiting(): number {
    return this.#waiting
  }

  noteUrl(url: string): void {
    if (!this.#isClosed) this.write([noteHolder(url)]).catch(() => {})
  }

  async close(): Promise<void> {
    if (this.#isClosed) return
    this.#isClosed = true
    await this.#checkpointer.stop()
    await this.#last
    if (this.#isLost()) {
      // Closing would move the log into a file that is gone. The end of the process leaves it as it is, for the next start.
      this.#logger.error({}, 'the files of the database are not in their places: its log is left as it is')
      this.#lock.release()
      return
    }
    try {
      this.#connection.run(forgetHolder())
      this.#connection.all(plain('PRAGMA wal_checkpoint(TRUNCATE)'))
    } catch (error) {
      // Nothing is lost: the next start reads the log.
      this.#logger.warn({ err: error }, 'the write-ahead log could not be moved into the database')
    }
    this.#connection.close()
    this.#checkpointer.close()
    this.#lock.release()
  }

  #isLost(): boolean {
    try {
      this.#files.check()
      return false
    } catch {
      return true
    }
  }

  /** Runs when all that was asked for before has ended: a reconnect must not hit another operation. */
  async #operate<Result>(work: () => Result, isWrite = false): Promise<Result> {
    if (this.#isClosed) throw new StorageError('unknown', 'The database is closed.')
    if (this.#waiting >= this.#waitingMax)
      throw new StorageError('busy', `${this.#waiting} operations wait for the database already.`)
    this.#waiting += 1
    const result = this.#last.then(() => this.#timed(() => this.#attempt(work, isWrite)))
    this.#last = result.catch(() => {}).then(() => this.#rest())
    return result
  }

  /** Between two operations, whoever waits. */
  #alone(work: () => Promise<void>): Promise<void> {
    const done = this.#last.then(() => this.#timed(work))
    this.#last = done.catch(() => {})
    return done
  }

  async #attempt<Result>(work: () => Result, isWrite: boolean): Promise<Result> {
    try {
      this.#files.check()
      if (!this.#isSound) await this.#reconnect()
      if (isWrite && this.#checkpointer.isFull) await this.#checkpointer.makeRoom()
      return work()
    } catch (error) {
      if (isRefusal(error) || error instanceof Withdrawal) throw error
      // After SQLITE_BUSY this connection never commits again; after other errors it may still hold a transaction, or
      // the driver may have replaced it by one without our settings. A new one is cheap.
      this.#isSound = false
      const trouble = toStorageError(error)
      this.#onTrouble(trouble)
      throw trouble
    }
  }

  /** Around all that may hold this thread for as long as the disk takes. */
  async #timed<Result>(work: () => Promise<Result>): Promise<Result> {
    const startedAt = performance.now()
    this.#onWork()
    try {
      return await work()
    } finally {
      this.#onDuration(performance.now() - startedAt)
    }
  }

  async #reconnect(): Promise<void> {
    // The old connection ends with its last statement. Were it still there, the new one would share what it had: a file
    // that was read-only stays so.
    this.#connection.close()
    this.#collectStatements()
    await macrotask()
    this.#connection = this.#open()
    this.#files.forgetLog()
    applySettings(this.#connection, this.#sync)
    this.#isSound = true
    this.#logger.warn({}, 'opened the database again after an error')
  }

  /** Native statements are freed only when the event loop turns, and awaiting the driver does not turn it. */
  async #rest(): Promise<void> {
    this.#waiting -= 1
    this.#operations += 1
    if (this.#operations % operationsPerTurn === 0) await macrotask()
  }
}

const operationsPerTurn = 32
