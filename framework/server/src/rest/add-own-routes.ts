import type { Hono } from 'hono'
import type { RestDependencies, RestEnv } from './dependencies.ts'
import type { OwnRoutes } from './own-routes.ts'
import { problem } from './problem.ts'
import { readBytes } from './read-body.ts'
import { watchBody } from './watch-body.ts'

const ownPath = '/app/'
/** Those that the Fetch standard has no Request for. */
const unspeakable = ['TRACE', 'TRACK', 'CONNECT']

const allow = 'GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS'

/** What stands before all routes of the framework stands before these, too: hosts and origins, tokens, rates, log lines. */
export function addOwnRoutes(
  app: Pick<Hono<RestEnv>, 'all'>,
  routes: OwnRoutes,
  { limits, logger }: Pick<RestDependencies, 'limits' | 'logger'>,
): void {
  app.all(`${ownPath}*`, async (context) => {
    const { raw, path } = context.req
    if (unspeakable.includes(raw.method))
      throw problem('method_not_allowed', `${raw.method} is not served here.`, { headers: { allow } })
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
    if (!(answer instanceof Response))
      throw new TypeError(`routes answered ${path} with something that is not a Response.`)
    const body =
      answer.body &&
      watchBody(answer.body, (error) => {
        logger.error(
          { requestId: context.get('requestId'), path, err: error },
          'the body of an answer of `routes` failed',
        )
        // The client sees that it is not whole.
        context.env.outgoing?.destroy()
      })
    // Its headers may be fixed, and others are added.
    return new Response(body, answer)
  })
}
