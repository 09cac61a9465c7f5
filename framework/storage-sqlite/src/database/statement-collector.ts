import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

type CollectGarbage = (options?: { readonly type: 'minor' }) => void

/** A full collection stops the process for tens of milliseconds. */
const fullEvery = 8

/**
 * The driver closes the files of a connection only when the garbage collector has freed all statements of it, and has no
 * other way to end one. An idle process may collect nothing for hours; while another program holds the database there is
 * a new connection each second, and each would leave two descriptors behind. So garbage is collected after a reconnect:
 * in most cases the young part, which takes less than a millisecond and holds these statements.
 */
export function createStatementCollector(): () => void {
  let collect: CollectGarbage | undefined
  let count = 0
  return () => {
    collect ??= findCollector()
    count += 1
    collect(count % fullEvery === 0 ? undefined : { type: 'minor' })
  }
}

function findCollector(): CollectGarbage {
  setFlagsFromString('--expose-gc')
  return runInNewContext('gc') as CollectGarbage
}
