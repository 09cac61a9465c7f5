import { createRequire } from 'node:module'

type Statement = { run(...values: unknown[]): unknown; all(...values: unknown[]): unknown }
type Database = new (path: string) => { prepare(sql: string): Statement; close(): void }

/**
 * Counts the statements that SQLite runs in this process, whichever way they reach the driver, until `stop`. `begin`,
 * `commit` and the like count, too.
 */
export function countStatements(): { taken(): number; stop(): void } {
  const prototype = statementPrototype()
  const { run, all } = prototype
  let count = 0
  const counting = (original: (...values: unknown[]) => unknown) =>
    function (this: Statement, ...values: unknown[]) {
      count += 1
      return original.apply(this, values)
    }
  Object.assign(prototype, { run: counting(run), all: counting(all) })
  return {
    taken() {
      const counted = count
      count = 0
      return counted
    },
    stop: () => void Object.assign(prototype, { run, all }),
  }
}

/** The driver's own class, which the client does not hand out. */
function statementPrototype(): Statement {
  const requireBesideClient = createRequire(createRequire(import.meta.url).resolve('@libsql/client'))
  const Driver = requireBesideClient('libsql') as Database
  const database = new Driver(':memory:')
  const prototype = Object.getPrototypeOf(database.prepare('select 1')) as Statement
  database.close()
  return prototype
}
