import { spawn } from 'node:child_process'
import { nodeArguments } from '../../installation/node-arguments.ts'
import { readServerMessage, type ServerMessage } from './server-message.ts'

/** How a process ended: by a signal, or with a code. */
export type Ending = { readonly signal: string } | { readonly code: number }

/** A server that runs as a process of its own. */
export type ServerProcess = {
  /** In order: players are told. */
  stop(): void
  stopAtOnce(): void
}

export type ServerListener = {
  onMessage(message: ServerMessage): void
  /** Called once, however it ended. */
  onEnd(ending: Ending): void
}

/**
 * Starts the server for development. It is out of reach of the terminal, in a process group of its own: one Ctrl-C would
 * get to it twice, from there and from npm, and the second one ends it in the midst of stopping.
 */
export function startServerProcess(
  options: {
    /** Where the one before it listened, for a PORT of 0. */
    readonly keptPort: number | undefined
    /** Not the first one: it introduces itself no more. */
    readonly isAgain: boolean
  },
  listener: ServerListener,
): ServerProcess {
  const { keptPort, isAgain } = options
  const flags = [
    '--dev',
    ...(isAgain ? ['--again'] : []),
    ...(keptPort === undefined ? [] : [`--kept-port=${keptPort}`]),
  ]
  const child = spawn(process.execPath, [...nodeArguments(new URL('../main', import.meta.url)), ...flags], {
    detached: true,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  let hasEnded = false
  const end = (ending: Ending) => {
    if (hasEnded) return
    hasEnded = true
    listener.onEnd(ending)
  }
  child.on('message', (message) => {
    const known = readServerMessage(message)
    if (known !== undefined && !hasEnded) listener.onMessage(known)
  })
  child.once('exit', (code, signal) => end(signal === null ? { code: code ?? 1 } : { signal }))
  // There is no process: the system has no room for one.
  child.once('error', (error) => {
    process.stderr.write(`The server cannot be started: ${error.message}\n`)
    if (child.pid === undefined) end({ code: 1 })
  })
  return { stop: () => void child.kill('SIGTERM'), stopAtOnce: () => void child.kill('SIGKILL') }
}
