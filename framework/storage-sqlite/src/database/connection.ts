import type { SQL } from 'drizzle-orm'
import { SQLiteAsyncDialect } from 'drizzle-orm/sqlite-core'
import Database from 'libsql'

/** Bytes are given as a Uint8Array, and come back as an ArrayBuffer. */
export type Cell = string | number | null | Uint8Array | ArrayBuffer

/** By the names of its columns, in their order. */
export type Row = Readonly<Record<string, Cell>>

/** A statement as it was written, with `?` for its values; or one of drizzle. */
export type Statement = SQL | { readonly text: string; readonly values: readonly Cell[] }

/** One connection to a file. It works at once, on this thread. Whatever fails throws what the driver throws. */
export type Connection = {
  all(statement: Statement): readonly Row[]
  /** Answers how many rows were changed. */
  run(statement: Statement): number
  /** All of the work, or nothing of it: where it throws, everything is as before. */
  transact<Result>(work: () => Result): Result
  close(): void
}

export type ConnectionOptions = {
  /** How long a statement waits for another program, ms. All of the process waits with it. */
  readonly timeoutMs: number
  /** Before each statement of a transaction, its beginning and end included: for tests that end the process there. */
  readonly onStatement?: ((text: string) => void) | undefined
}

/** Statements that are kept prepared: preparing one takes three times as long as running it. Beyond it, all begin again. */
const preparedMax = 256

/** Opens the file, and makes it where there is none. */
export function openConnection(path: string, { timeoutMs, onStatement }: ConnectionOptions): Connection {
  const database = new Database(path, { timeout: timeoutMs })
  const prepared = new Map<string, Database.Statement>()

  const prepare = (text: string): Database.Statement => {
    const known = prepared.get(text)
    if (known !== undefined) return known
    if (prepared.size >= preparedMax) prepared.clear()
    const statement = database.prepare(text)
    prepared.set(text, statement)
    return statement
  }

  const all = (statement: Statement): readonly Row[] => {
    const { text, values } = compile(statement)
    return prepare(text).all(values) as Row[]
  }

  const run = (statement: Statement): number => {
    const { text, values } = compile(statement)
    onStatement?.(text)
    return prepare(text).run(values).changes
  }

  return {
    all,
    run,

    transact(work) {
      run(begin)
      try {
        const result = work()
        run(commit)
        return result
      } catch (error) {
        // After some errors SQLite has rolled back by itself.
        if (database.inTransaction) run(rollback)
        throw error
      }
    },

    close() {
      prepared.clear()
      database.close()
    },
  }
}

const begin = plain('BEGIN IMMEDIATE')
const commit = plain('COMMIT')
const rollback = plain('ROLLBACK')

/** A statement without values. */
export function plain(text: string): Statement {
  return { text, values: [] }
}

const dialect = new SQLiteAsyncDialect()

function compile(statement: Statement): { readonly text: string; readonly values: readonly Cell[] } {
  if ('text' in statement) return statement
  const { sql, params } = dialect.sqlToQuery(statement)
  return { text: sql, values: params as Cell[] }
}
