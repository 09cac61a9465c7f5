import type { RestDependencies } from '../dependencies.ts'
import { createKnownModules } from '../known-modules.ts'
import { defineRoute, type Route } from '../route.ts'
import { createAsyncApi } from './asyncapi.ts'
import { renderSocketPage, socketPagePolicy } from './asyncapi-page.ts'

/**
 * How the socket is documented: for machines, and as a page. Both are made when first asked for; the one for machines
 * names the host it was asked at, and is made again where that is another one.
 */
export function asyncApiRoutes(dependencies: RestDependencies): readonly Route[] {
  const { serverVersion, basePath } = dependencies
  const listModules = createKnownModules(dependencies)
  let document: { readonly host: string; readonly text: string } | undefined
  let page: string | undefined
  return [
    defineRoute({
      method: 'get',
      path: '/asyncapi.json',
      who: 'anyone',
      tag: 'server',
      summary: 'The messages of the WebSocket at `/v1/ws`, in both directions, and what modules say in them.',
      answers: { 200: { description: 'AsyncAPI 3.0', mediaType: 'application/json' } },
      async handle(call) {
        const { host } = new URL(call.context.req.url)
        if (document?.host !== host) {
          const modules = await listModules()
          document = { host, text: JSON.stringify(createAsyncApi({ serverVersion, host, basePath, modules })) }
        }
        return call.context.body(document.text, 200, { 'content-type': 'application/json' })
      },
    }),
    defineRoute({
      method: 'get',
      path: '/docs/socket',
      who: 'anyone',
      tag: 'server',
      summary: 'The same as a page for people.',
      answers: { 200: { description: 'The page', mediaType: 'text/html' } },
      async handle(call) {
        page ??= renderSocketPage({ serverVersion, basePath, modules: await listModules() })
        return call.context.html(page, 200, { 'content-security-policy': socketPagePolicy })
      },
    }),
  ]
}
