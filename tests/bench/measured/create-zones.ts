import type { Operator } from './serve.ts'

/** Asked for at the same time. */
const requestsMax = 8
/** After so many of them something is said. */
const toldEvery = 5_000

export type ZonesToMake = {
  readonly module: string
  readonly count: number
  readonly config: object
  readonly everyMs: number
}

/** Makes zones over REST, as anybody would. Answers their ids. */
export async function createZones(
  { url, operator, tell }: { readonly url: string; readonly operator: Operator; tell(text: string): void },
  { module, count, config, everyMs }: ZonesToMake,
): Promise<readonly string[]> {
  const { name: username, password } = operator
  const { token } = await post<{ token: string }>(`${url}/v1/auth/login`, { username, password })
  const ids: string[] = []
  const createNext = async () => {
    for (let begun = claim(); begun < count; begun = claim()) {
      const name = `${module} ${begun + 1}`
      const { id } = await post<{ id: string }>(`${url}/v1/zones`, { module, name, config, everyMs }, token)
      ids.push(id)
      if (ids.length % toldEvery === 0) tell(`${ids.length} of ${count} zones`)
    }
  }
  let next = 0
  const claim = () => next++
  await Promise.all(Array.from({ length: requestsMax }, createNext))
  return ids
}

async function post<Answer>(url: string, body: object, token?: string): Promise<Answer> {
  const headers = {
    'content-type': 'application/json',
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
  }
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })
  if (!response.ok) throw new Error(`${url}: ${response.status} ${await response.text()}`)
  return (await response.json()) as Answer
}
