import type { Hono } from 'hono'
import type { RestDependencies, RestEnv } from './dependencies.ts'
import type { OwnRoutes } from './own-routes.ts'
import { readBytes } from './read-body.ts'

const ownPath = '/app/'

/** What stands before all routes of the framework stands before these, too: hosts and origins, tokens, rates, log lines. */
export function addOwnRoutes(
  app: Pick<Hono<RestEnv>, 'all'>,
  routes: OwnRoutes,
  { limits }: Pick<RestDependencies, 'limits'>,
): void {
  app.all(`${ownPath}*`, async (context) => {
    const { raw, path } = context.req
    const url = new URL(raw.url)
    url.pathname = path
    const hasBody = raw.method !== 'GET' && raw.method !== 'HEAD'
    const request = new Request(url, {
      method: raw.method,
      headers: raw.headers,
      ...(hasBody ? { body: await readBytes(raw, limits) } : {}),
    })
    const player = context.get('actor')
    const answer: unknown = await routes(request, { player, requestId: context.get('requestId') })
    if (!(answer instanceof Response)) throw new TypeError(`routes answered ${path} with what is no Response.`)
    // Its headers may be fixed, and others are added.
    return new Response(answer.body, answer)
  })
}
