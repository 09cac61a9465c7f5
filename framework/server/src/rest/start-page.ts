import { escapeHtml } from './escape-html.ts'
import { pagePolicy, styleSource } from './page-policy.ts'
import { defineRoute, type Route } from './route.ts'

const style = `
:root { color-scheme: light dark; --ink: #1c2430; --faint: #5d6a7c; --paper: #fbfaf7; --line: #d9d5ca; --mark: #b4481e }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6e9ee; --faint: #94a1b3; --paper: #12161c; --line: #2a323d; --mark: #ff9d6c }
}
* { box-sizing: border-box }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; color: var(--ink); font: 1.05rem/1.6 system-ui, sans-serif;
  background: linear-gradient(var(--line) 1px, transparent 1px) 0 0 / 32px 32px,
    linear-gradient(90deg, var(--line) 1px, transparent 1px) 0 0 / 32px 32px var(--paper) }
main { width: min(34rem, calc(100% - 2rem)); margin: 2rem; padding: 2rem 2.25rem; background: var(--paper); border: 1px solid var(--line) }
h1 { margin: 0; font-size: 2rem; letter-spacing: -.02em }
h1 small { font: .9rem ui-monospace, monospace; letter-spacing: 0; color: var(--faint); margin-left: .5rem }
p { margin: .75rem 0 }
ul { list-style: none; margin: 1.5rem 0 0; padding: 0; border-top: 1px solid var(--line) }
li { border-bottom: 1px solid var(--line); padding: .6rem 0; display: flex; gap: 1rem }
li a { flex: 0 0 9rem; font: .95rem/1.7 ui-monospace, monospace }
li span { color: var(--faint) }
a { color: var(--mark); text-underline-offset: .2em }
a:focus-visible { outline: 2px solid var(--mark); outline-offset: 2px }
code { font: .92em ui-monospace, monospace }
`

const policy = pagePolicy({ 'style-src': styleSource(style), 'img-src': 'data:' })

const links = [
  ['/docs', 'the REST API, to read and to try'],
  ['/docs/socket', 'the messages of the socket, which games are played with'],
  ['/openapi.json', 'the REST API for machines'],
  ['/asyncapi.json', 'the messages for machines'],
  ['/health', 'the state of this server'],
  ['/v1/modules', 'the games it can run'],
  ['/v1/limits', 'the limits in force'],
]

function page(serverVersion: string): string {
  const items = links
    .map(([path = '', text]) => `<li><a href="${path.slice(1)}">${path}</a><span>${text}</span></li>`)
    .join('\n')
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Gridtick</title>
<link rel="icon" href="data:,">
<style>${style}</style>
</head>
<body>
<main>
<h1>Gridtick <small>${escapeHtml(serverVersion)}</small></h1>
<p>A server for multiplayer games on a grid that move in ticks. Every tick is stored before it is shown, and each player
is sent only what that player may see.</p>
<p>Games are played over the WebSocket at <code>/v1/ws</code>.</p>
<ul>
${items}
</ul>
</main>
</body>
</html>
`
}

/** What somebody sees who opens the server in a browser. It tells nothing of zones or players. */
export function startPageRoutes(serverVersion: string): readonly Route[] {
  const html = page(serverVersion)
  return [
    defineRoute({
      method: 'get',
      path: '/',
      who: 'anyone',
      tag: 'server',
      summary: 'The start page.',
      answers: { 200: { description: 'The page', mediaType: 'text/html' } },
      handle: (call) => call.context.html(html, 200, { 'content-security-policy': policy }),
    }),
  ]
}
