import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { nodeArguments } from '../../installation/node-arguments.ts'
import type { Credentials } from '../../rest-client/credentials.ts'
import { ServerError } from './server-access.ts'

/** A server that does not stop by itself within this time is ended. */
const stopMs = 10_000

/** Of what the server says on standard error, the end is kept. */
const errorCharactersMax = 10_000

export type OwnServer = {
  readonly url: string
  readonly credentials: Credentials
  /** The end of its standard error. */
  readonly errors: string
  /** Resolves when the process ends, asked or not. */
  readonly ended: Promise<void>
  /** Stops it and removes its folder. */
  stop(): Promise<void>
}

/**
 * Starts a server of its own in another process, on a free port, with a fresh database in a temporary folder. No setting
 * of this folder's `.env` is read. Rejects with a ServerError that has what the server said.
 */
export async function startOwnServer(options: {
  /** A name, or a file's whole path. */
  readonly module: string
  readonly limits: { readonly [name: string]: number }
}): Promise<OwnServer> {
  // The server makes it: nobody would remove one that is there before the server is.
  const folder = join(tmpdir(), `gridtick-load-${randomBytes(6).toString('hex')}`)
  const removeFolder = () => rmSync(folder, { recursive: true, force: true })
  const password = randomBytes(16).toString('hex')
  const child = spawn(process.execPath, [...nodeArguments(new URL('./own-server-main', import.meta.url)), folder], {
    cwd: tmpdir(),
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      PORT: '0',
      DATABASE_URL: `file:${join(folder, 'load.db')}`,
      DATABASE_SYNC: process.env.DATABASE_SYNC,
      AUTH_SECRET: randomBytes(32).toString('hex'),
      DEBUG_USER: 'load',
      DEBUG_PASSWORD: password,
      LOG_LEVEL: 'warn',
      LIMITS: JSON.stringify(options.limits),
      MODULES: JSON.stringify([options.module]),
    },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    // Ctrl-C is for this process, which then stops the server when the players have left.
    detached: true,
  })
  let errors = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    errors = `${errors}${text}`.slice(-errorCharactersMax)
  })
  const endAtOnce = () => {
    child.kill('SIGKILL')
    removeFolder()
  }
  process.once('exit', endAtOnce)
  try {
    const url = await whenListening(child)
    return {
      url,
      credentials: { kind: 'login', username: 'load', password },
      ended: new Promise((resolve) => child.once('close', () => resolve())),
      get errors() {
        return errors
      },
      async stop() {
        process.off('exit', endAtOnce)
        await stop(child)
        removeFolder()
      },
    }
  } catch {
    process.off('exit', endAtOnce)
    endAtOnce()
    throw new ServerError(`The server of this test did not start.\n${errors.trim()}`)
  }
}

function whenListening(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = ''
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      output += text
      const [, url] = /^gridtick listening on (\S+)\n/m.exec(output) ?? []
      if (url !== undefined) resolve(url)
    })
    child.once('error', reject)
    child.once('close', () => reject(new Error('it ended')))
  })
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = new Promise((resolve) => child.once('close', resolve))
  child.kill('SIGTERM')
  await Promise.race([ended, sleep(stopMs, undefined, { ref: false }).then(() => child.kill('SIGKILL'))])
  await ended
}
