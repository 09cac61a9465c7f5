import { readFileSync, rmSync, writeFileSync } from 'node:fs'

/**
 * Who has the lock of a database, for whoever does not get it: `process 4711, http://127.0.0.1:8787`, in a file beside
 * it. The lock alone decides. What a killed server left here is read by nobody, and the next one writes over it.
 */
export type LockHolder = {
  /** The address, which is known only when the server listens. */
  noteUrl(url: string): void
  /** Before the lock is given back. */
  forget(): void
}

/** Notes this process as the one that has the lock. */
export function noteLockHolder(databasePath: string): LockHolder {
  const path = pathOf(databasePath)
  const note = (text: string) => tryTo(() => writeFileSync(path, `${text}\n`))
  note(`process ${process.pid}`)
  return {
    noteUrl: (url) => note(`process ${process.pid}, ${url}`),
    forget: () => tryTo(() => rmSync(path, { force: true })),
  }
}

/** Undefined: nobody has noted it. */
export function readLockHolder(databasePath: string): string | undefined {
  try {
    const [line = ''] = readFileSync(pathOf(databasePath), 'utf8').split('\n')
    return /^process \d{1,10}(, https?:\/\/[\w.:[\]-]{1,300})?$/.test(line) ? line : undefined
  } catch {
    return undefined
  }
}

function pathOf(databasePath: string): string {
  return `${databasePath}.lock-holder`
}

/** It is only told to people: a disk that is full ends no server by it. */
function tryTo(write: () => void): void {
  try {
    write()
  } catch {
    // Without it, the message names the database alone.
  }
}
