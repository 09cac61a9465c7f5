import { createServer } from 'node:net'
import { manifest } from '../manifest.ts'
import { askHealth, type Health, type HealthPlace } from './ask-health.ts'
import type { Check } from './check.ts'

const name = 'port'

type Place = HealthPlace & {
  /** Some server runs. */
  readonly isDatabaseInUse: boolean
}

/** Whether a server could listen there, or one of ours does already, and whom it hears without knowing from where. */
export async function checkPort(place: Place): Promise<readonly Check[]> {
  const { port, isDatabaseInUse } = place
  if (port === 0) return [{ name, status: 'good', message: 'any that is free (PORT is 0)' }]
  const answer = await askHealth(place)
  if (answer === 'something else') return [taken(port)]
  if (answer === 'nobody') return [await checkFreePort(place)]
  return [describeServer(port, answer, isDatabaseInUse), ...answer.unknownProxies.map(explainProxy)]
}

function explainProxy(address: string): Check {
  const message = `Requests come through ${address}, which TRUSTED_PROXIES does not name: all players who come through it count as one address and share its limits.`
  return {
    name: 'proxy',
    status: 'warning',
    message,
    todo: `If it is your proxy, set TRUSTED_PROXIES=${address} in .env and restart the server. If not, a client made it up.`,
  }
}

async function checkFreePort({ host, port, isDatabaseInUse }: Place): Promise<Check> {
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
  return { name, status: 'warning', message, todo: 'Stop it before you start another one, or set PORT to its port.' }
}

function taken(port: number): Check {
  const message = `Another program listens on ${port}.`
  return { name, status: 'bad', message, todo: 'Stop it, or choose another PORT in .env.' }
}

function describeServer(port: number, health: Health, isDatabaseInUse: boolean): Check {
  const { status, version, uptimeSeconds } = health
  const message = `a Gridtick server ${version} answers on ${port}: ${status}, up for ${uptimeSeconds} s`
  if (version !== manifest.version)
    return {
      name,
      status: 'warning',
      message,
      todo: `This program is version ${manifest.version}: restart the server.`,
    }
  if (status !== 'ok') return { name, status: 'warning', message, todo: 'Its log says why; look at /health, too.' }
  if (!isDatabaseInUse)
    return { name, status: 'warning', message, todo: 'It uses another database than this folder: check DATABASE_URL.' }
  return { name, status: 'good', message }
}

/** Node's code of why it cannot be. */
function tryToListen(host: string, port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message))
    server.listen(port, host.replace(/^\[(.*)\]$/, '$1'), () => server.close(() => resolve(undefined)))
  })
}
