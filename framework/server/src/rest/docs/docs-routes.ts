import { pagePolicy } from '../page-policy.ts'
import { defineRoute, type Route } from '../route.ts'
import { readSwaggerUi } from './swagger-ui.ts'

/** Scripts are files, so none needs to be allowed inline. */
const docsPolicy = pagePolicy({
  'script-src': "'self'",
  // Swagger UI puts style attributes on its elements.
  'style-src': "'self' 'unsafe-inline'",
  'img-src': "'self' data:",
  'connect-src': "'self'",
})

/** Its files are named from where it stands, at whatever path a proxy shows it. */
const page = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Gridtick API</title>
    <link rel="stylesheet" href="docs/swagger-ui.css">
    <link rel="icon" type="image/png" href="docs/favicon-32x32.png">
  </head>
  <body>
    <nav aria-label="Gridtick" style="max-width: 1460px; margin: 0 auto; padding: 1rem 20px 0; font-family: sans-serif">
      <a href="./">← Gridtick</a> · <a href="docs/socket">Socket API</a> · <a href="openapi.json">openapi.json</a>
    </nav>
    <div id="swagger-ui"></div>
    <script src="docs/swagger-ui-bundle.js"></script>
    <script src="docs/start.js"></script>
  </body>
</html>
`

const startScript = `window.addEventListener('load', () => {
  SwaggerUIBundle({
    url: 'openapi.json',
    dom_id: '#swagger-ui',
    deepLinking: true,
    persistAuthorization: false,
    // The validator badge would ask a server elsewhere.
    validatorUrl: null,
  })
})
`

/** The files of Swagger UI that the page needs; nothing else of it is served. The build knows them, too. */
const assets = {
  'swagger-ui.css': 'text/css; charset=utf-8',
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
  'favicon-32x32.png': 'image/png',
}

/** `writeOpenApi` is called once, when the document is first asked for: by then all routes are known. */
export function docsRoutes(writeOpenApi: () => string): readonly Route[] {
  const loaded = new Map<string, Promise<Uint8Array<ArrayBuffer>>>()
  let openApi: string | undefined

  function load(file: string): Promise<Uint8Array<ArrayBuffer>> {
    const content = loaded.get(file) ?? readSwaggerUi(file)
    loaded.set(file, content)
    return content
  }

  return [
    defineRoute({
      method: 'get',
      path: '/openapi.json',
      who: 'anyone',
      tag: 'server',
      summary: 'This document.',
      answers: { 200: { description: 'OpenAPI 3.1', mediaType: 'application/json' } },
      handle(call) {
        openApi ??= writeOpenApi()
        return call.context.body(openApi, 200, { 'content-type': 'application/json' })
      },
    }),
    defineRoute({
      method: 'get',
      path: '/docs',
      who: 'anyone',
      tag: 'server',
      summary: 'This document as a page.',
      answers: { 200: { description: 'The page', mediaType: 'text/html' } },
      handle: (call) => call.context.html(page, 200, { 'content-security-policy': docsPolicy }),
    }),
    asset('start.js', (call) => call.context.body(startScript, 200, fileHeaders('text/javascript; charset=utf-8'))),
    ...Object.entries(assets).map(([file, mediaType]) =>
      asset(file, async (call) => call.context.body(await load(file), 200, fileHeaders(mediaType))),
    ),
  ]
}

function asset(file: string, handle: Route['handle']): Route {
  return defineRoute({
    method: 'get',
    path: `/docs/${file}`,
    who: 'anyone',
    tag: 'server',
    summary: 'A part of the docs page.',
    isHidden: true,
    answers: { 200: { description: 'The file' } },
    handle,
  })
}

function fileHeaders(mediaType: string): Record<string, string> {
  return { 'content-type': mediaType, 'cache-control': 'public, max-age=3600' }
}
