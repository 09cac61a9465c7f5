import { StorageError } from '@gridtick/server'
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
  if (error instanceof StorageError) end(exitCodes.databaseUnreadable, error.message)
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'EADDRINUSE')
    end(exitCodes.configuration, 'PORT: another program listens there. Choose another port, or 0 for any free one.')
  if (code === 'EACCES' && error instanceof Error && 'path' in error)
    end(
      exitCodes.configuration,
      `${String(error.path)} cannot be read by this user: ${error.message}. Give the user of the server the right to read it.`,
    )
  if (code === 'EACCES')
    end(exitCodes.configuration, 'PORT: listening there is not permitted. Choose one from 1024 on.')
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    end(exitCodes.configuration, 'HOST: this machine has no such address. Use 127.0.0.1, or 0.0.0.0 for all of them.')
  end(exitCodes.failed, error instanceof Error ? (error.stack ?? error.message) : String(error))
}
