import type { RequestListener } from 'node:http'
import type { Logger } from '@gridtick/engine/ports'
import { getRequestListener, RequestError } from '@hono/node-server'
import type { Hono } from 'hono'
import { requestIdOf } from '../requests/request-id.ts'
import type { RestEnv } from './dependencies.ts'
import { toProblemResponse } from './problem.ts'

/** Stands in the URL of a request that names no host, as probes by HTTP/1.0 do. The `Host` header alone is judged. */
const hostname = 'localhost'

/** Serves the app over node's HTTP server. What cannot even be read as a request gets an answer of the same form. */
export function createRequestListener(app: Pick<Hono<RestEnv>, 'fetch'>, logger: Logger): RequestListener {
  return getRequestListener(app.fetch as Parameters<typeof getRequestListener>[0], {
    hostname,
    // Its own Response forgets, for HEAD, the headers that were added to an answer; and globals are of the whole process.
    overrideGlobalObjects: false,
    errorHandler(error) {
      const requestId = requestIdOf(undefined)
      const headers = { 'x-request-id': requestId, 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' }
      if (error instanceof RequestError)
        return toProblemResponse({ code: 'bad_request', message: 'Host or path cannot be read.' }, '/', { headers })
      logger.error({ requestId, err: error }, 'a request failed')
      const message = `Something went wrong on our side. Id: ${requestId}`
      return toProblemResponse({ code: 'internal', message }, '/', { headers })
    },
  })
}
