import { get } from 'node:http'

const answerMs = 5_000
/** No health of ours is longer. */
const answerCharactersMax = 65_536

export type Health = {
  readonly status: string
  readonly version: string
  readonly uptimeSeconds: number
  readonly unknownProxies: readonly string[]
}

export type HealthPlace = {
  readonly host: string
  readonly port: number
  /** A name that the server answers to, if it runs with the same settings. */
  readonly allowedHost: string | undefined
}

/** What answers where a server would listen. */
export async function askHealth(where: HealthPlace): Promise<Health | 'something else' | 'nobody'> {
  const text = await getHealth(where).catch(() => undefined)
  // Whether the port is free or taken by what speaks no HTTP shows when we listen there.
  if (text === undefined) return 'nobody'
  const body = readJson(text) as Partial<Health> | undefined | null
  if (typeof body?.status !== 'string' || typeof body.version !== 'string') return 'something else'
  const { status, version, uptimeSeconds = 0, unknownProxies = [] } = body
  return { status, version, uptimeSeconds, unknownProxies }
}

/** Not by `fetch`, which names the address as host: notes are for those on this machine who know a name of the server. */
function getHealth({ host, port, allowedHost }: HealthPlace): Promise<string> {
  // A server that listens everywhere is found here, too.
  const address = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host.replace(/^\[(.*)\]$/, '$1')
  const headers = allowedHost === undefined ? {} : { host: allowedHost }
  return new Promise((resolve, reject) => {
    const options = { host: address, port, path: '/health', headers, signal: AbortSignal.timeout(answerMs) }
    const request = get(options, (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (part: string) => {
        text = `${text}${part}`.slice(0, answerCharactersMax)
      })
      response.on('end', () => resolve(text))
      response.on('error', reject)
    })
    request.on('error', reject)
  })
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
