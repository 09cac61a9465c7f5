import { defineRoute, type Route } from '../route.ts'
import { createAsyncApi } from './asyncapi.ts'
import { renderSocketPage, socketPagePolicy } from './asyncapi-page.ts'

/** How the socket is documented: for machines, and as a page. Both are made when first asked for. */
export function asyncApiRoutes(serverVersion: string): readonly Route[] {
  let document: string | undefined
  let page: string | undefined
  return [
    defineRoute({
      method: 'get',
      path: '/asyncapi.json',
      who: 'anyone',
      tag: 'server',
      summary: 'The messages of the WebSocket at `/v1/ws`, in both directions.',
      answers: { 200: { description: 'AsyncAPI 3.0', mediaType: 'application/json' } },
      handle(call) {
        document ??= JSON.stringify(createAsyncApi(serverVersion))
        return call.context.body(document, 200, { 'content-type': 'application/json' })
      },
    }),
    defineRoute({
      method: 'get',
      path: '/docs/socket',
      who: 'anyone',
      tag: 'server',
      summary: 'The same as a page.',
      answers: { 200: { description: 'The page', mediaType: 'text/html' } },
      handle(call) {
        page ??= renderSocketPage(serverVersion)
        return call.context.html(page, 200, { 'content-security-policy': socketPagePolicy })
      },
    }),
  ]
}
