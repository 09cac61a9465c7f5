import { StorageError } from '@gridtick/server'
import { commandLine } from '../installation/command-line.ts'
import { ConfigError } from './config.ts'
import { exitCodes } from './exit-codes.ts'

/** Ends the process with one message on standard error. */
export function end(code: number, message: string): never {
  process.stderr.write(`${message}\n`)
  process.exit(code)
}

/** One readable message for what can go wrong at start, and what to do. */
export function explainAndEnd(error: unknown): never {
  if (error instanceof ConfigError)
    end(exitCodes.configuration, `gridtick cannot start with these settings:\n${error.message}`)
  if (error instanceof StorageError && error.kind === 'in_use')
    end(exitCodes.databaseInUse, `${error.message}\nStop that one first, or name another file in DATABASE_URL.`)
  if (error instanceof StorageError)
    end(exitCodes.databaseUnreadable, `${error.message}${error.kind === 'corrupt' ? `\n${afterCorruption()}` : ''}`)
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'EACCES' && error instanceof Error && 'path' in error)
    end(
      exitCodes.configuration,
      `${String(error.path)} cannot be read by this user: ${error.message}. Give the user of the server the right to read it.`,
    )
  // Its text names the address and the port.
  const setting = settingsOfListening[String(code)]
  if (setting !== undefined && error instanceof Error) end(exitCodes.configuration, `${setting}: ${error.message}`)
  end(exitCodes.failed, error instanceof Error ? (error.stack ?? error.message) : String(error))
}

/** What to do about a corrupt database. */
export function afterCorruption(): string {
  return `Put back a copy of it together with its -wal file, or name another file in DATABASE_URL. "${commandLine('doctor')}" looks at it and changes nothing.`
}

/** The setting to change where the server cannot listen, by the code of Node.js. */
const settingsOfListening: Readonly<Record<string, string>> = {
  EADDRINUSE: 'PORT',
  EACCES: 'PORT',
  EADDRNOTAVAIL: 'HOST',
  ENOTFOUND: 'HOST',
}
