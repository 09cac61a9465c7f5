import { createServer } from 'node:net'
import packageJson from '../../../package.json' with { type: 'json' }
import type { Check } from './check.ts'

const name = 'port'
const answerMs = 5_000

type Health = { readonly status: string; readonly version: string; readonly uptimeSeconds: number }

/** Whether a server could listen there, or one of ours does already. `isDatabaseInUse`: some server runs. */
export async function checkPort(options: {
  readonly host: string
  readonly port: number
  readonly isDatabaseInUse: boolean
}): Promise<Check> {
  const { host, port, isDatabaseInUse } = options
  if (port === 0) return { name, status: 'good', message: 'any that is free (PORT is 0)' }
  const answer = await askHealth(host, port)
  if (answer === 'something else') return taken(port)
  if (answer !== 'nobody') return describeServer(port, answer, isDatabaseInUse)
  const problem = await tryToListen(host, port)
  if (problem === 'EADDRINUSE') return taken(port)
  if (problem !== undefined)
    return {
      name,
      status: 'bad',
      message: `Listening on ${host}:${port} fails (${problem}).`,
      todo: 'Choose another HOST or PORT in .env.',
    }
  if (!isDatabaseInUse) return { name, status: 'good', message: `${port} is free` }
  const message = `${port} is free, but a server has the database open: it listens elsewhere.`
  return { name, status: 'warning', message, todo: 'Stop it before starting another, or name its port in PORT.' }
}

function taken(port: number): Check {
  const message = `Another program listens on ${port}.`
  return { name, status: 'bad', message, todo: 'Stop it, or choose another PORT in .env.' }
}

function describeServer(port: number, health: Health, isDatabaseInUse: boolean): Check {
  const { status, version, uptimeSeconds } = health
  const message = `a Gridtick server ${version} answers on ${port}: ${status}, up for ${uptimeSeconds} s`
  if (version !== packageJson.version)
    return { name, status: 'warning', message, todo: `Here is ${packageJson.version}: restart it.` }
  if (status !== 'ok') return { name, status: 'warning', message, todo: 'Its log says why; see /health, too.' }
  if (!isDatabaseInUse)
    return { name, status: 'warning', message, todo: 'It uses another database than this folder: check DATABASE_URL.' }
  return { name, status: 'good', message }
}

async function askHealth(host: string, port: number): Promise<Health | 'something else' | 'nobody'> {
  // A server that listens everywhere is found here, too.
  const address = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host
  try {
    const response = await fetch(`http://${address}:${port}/health`, { signal: AbortSignal.timeout(answerMs) })
    const body = (await response.json().catch(() => undefined)) as Partial<Health> | undefined
    if (typeof body?.status !== 'string' || typeof body.version !== 'string') return 'something else'
    return { status: body.status, version: body.version, uptimeSeconds: body.uptimeSeconds ?? 0 }
  } catch {
    // Whether the port is free or taken by what speaks no HTTP shows when we listen there.
    return 'nobody'
  }
}

/** Node's code of why it cannot be. */
function tryToListen(host: string, port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message))
    server.listen(port, host.replace(/^\[(.*)\]$/, '$1'), () => server.close(() => resolve(undefined)))
  })
}
