import type { ModuleDescription } from '@gridtick/engine/ports'
import { closeCodes } from '@gridtick/protocol'
import { closeCodeWords } from '@gridtick/protocol/words'
import { escapeHtml } from '../escape-html.ts'
import { pagePolicy, styleSource } from '../page-policy.ts'
import { type DocumentedMessage, documentMessages, type JsonSchema, socketDescription } from './asyncapi.ts'
import { idOf, renderModule } from './module-section.ts'

const style = `
:root { color-scheme: light dark; --ink: #1c2430; --faint: #5d6a7c; --paper: #fbfaf7; --line: #d9d5ca; --mark: #b4481e; --well: #f1eee6 }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6e9ee; --faint: #94a1b3; --paper: #12161c; --line: #2a323d; --mark: #ff9d6c; --well: #1a2028 }
}
* { box-sizing: border-box }
body { margin: 0; color: var(--ink); background: var(--paper); font: 1rem/1.55 system-ui, sans-serif;
  display: grid; grid-template-columns: 14rem minmax(0, 54rem); gap: 2.5rem; padding: 2rem; justify-content: center }
nav { position: sticky; top: 2rem; align-self: start; max-height: calc(100vh - 4rem); overflow: auto; font-size: .92rem }
nav b { display: block; margin: 1rem 0 .3rem; color: var(--faint); font-weight: 600 }
nav a { display: block; padding: .1rem 0; text-decoration: none }
nav a:hover { text-decoration: underline }
h1 { margin: 0 0 .5rem; font-size: 1.8rem; letter-spacing: -.02em }
h2 { margin: 3rem 0 1rem; padding-bottom: .3rem; border-bottom: 2px solid var(--line) }
h3 { margin: 2.2rem 0 .3rem; font: 600 1.1rem ui-monospace, monospace }
h4 { margin: 1.2rem 0 .3rem; font: 600 1rem ui-monospace, monospace }
p { margin: .4rem 0 }
code, pre, td:first-child { font: .92em/1.5 ui-monospace, monospace }
pre { margin: .6rem 0; padding: .7rem .9rem; background: var(--well); border: 1px solid var(--line); white-space: pre-wrap; overflow-wrap: anywhere }
table { border-collapse: collapse; width: 100%; margin: .6rem 0; font-size: .94rem }
th { text-align: left; color: var(--faint); font-weight: 600 }
th, td { padding: .3rem .8rem .3rem 0; border-bottom: 1px solid var(--line); vertical-align: top }
td small, pre small { color: var(--faint) }
a { color: var(--mark); text-underline-offset: .2em }
a:focus-visible { outline: 2px solid var(--mark); outline-offset: 2px }
:target { scroll-margin-top: 1rem }
@media (max-width: 56rem) { body { display: block; padding: 1rem } nav { position: static; max-height: none; columns: 2 } table { display: block; overflow-x: auto } }
`

/** No script at all, and nothing from elsewhere: the page works offline. */
export const socketPagePolicy = pagePolicy({ 'style-src': styleSource(style), 'img-src': 'data:' })

/**
 * The socket's messages as a page for people, each with its fields, their types and what they mean; and what each module
 * says in them.
 */
export function renderSocketPage(options: {
  readonly serverVersion: string
  readonly basePath: string
  readonly modules: readonly ModuleDescription[]
}): string {
  const { serverVersion, basePath, modules } = options
  const { messages, schemas } = documentMessages()
  const fromClient = messages.filter(({ from }) => from === 'client')
  const fromServer = messages.filter(({ from }) => from === 'server')
  const shapes = Object.entries(schemas).filter(([, { properties }]) => properties !== undefined)
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Gridtick: the socket</title>
<link rel="icon" href="data:,">
<style>${style}</style>
</head>
<body>
<nav aria-label="Messages">
<a href="../">Gridtick</a> <a href="../docs">REST</a> <a href="../asyncapi.json">asyncapi.json</a>
<b>From the client</b>
${fromClient.map(linkTo).join('\n')}
<b>From the server</b>
${fromServer.map(linkTo).join('\n')}
<b>Besides</b>
<a href="#shapes">Parts of messages</a>
<a href="#close-codes">Close codes</a>
<b>Modules</b>
${modules.map(({ name }) => `<a href="#${idOf(name)}"><code>${name}</code></a>`).join('\n')}
</nav>
<main>
<h1>The socket of Gridtick ${escapeHtml(serverVersion)}</h1>
<p><code>GET ${basePath}/v1/ws</code></p>
<p>${inlineCode(socketDescription)}</p>
<h2>From the client</h2>
${fromClient.map(renderMessage).join('\n')}
<h2>From the server</h2>
${fromServer.map(renderMessage).join('\n')}
<h2 id="shapes">Parts of messages</h2>
${shapes.map(([name, schema]) => `<h3 id="${name}">${name}</h3>\n${renderFields(schema)}`).join('\n')}
<h3 id="Json">Json</h3>
<p>Any JSON value; its shape depends on the module; see below.</p>
<h2 id="close-codes">Close codes</h2>
${renderCloseCodes()}
${modules.map(renderModule).join('\n')}
</main>
</body>
</html>
`
}

function linkTo({ id }: DocumentedMessage): string {
  return `<a href="#${id}"><code>${id}</code></a>`
}

function renderMessage({ id, summary, payload, examples, answeredBy }: DocumentedMessage): string {
  const answers = answeredBy.map((type) => `<a href="#${type}"><code>${type}</code></a>`).join(', ')
  return `<section>
<h3 id="${id}">${id}</h3>
<p>${inlineCode(summary)}</p>
${answers === '' ? '' : `<p>Answered by ${answers}.</p>`}
${renderFields(payload)}
${examples.map((example) => `<pre>${escapeHtml(JSON.stringify(example, undefined, 1).replaceAll(/\n\s*/g, ' '))}</pre>`).join('\n')}
</section>`
}

function renderFields({ properties = {}, required = [] }: JsonSchema): string {
  const rows = Object.entries(properties).map(([name, schema]) => {
    const optional = required.includes(name) ? '' : ' <small>optional</small>'
    return `<tr><td>${name}${optional}</td><td><code>${typeText(schema)}</code></td><td>${inlineCode(schema.description ?? '')}</td></tr>`
  })
  return `<table><thead><tr><th>field</th><th>type</th><th>meaning</th></tr></thead><tbody>
${rows.join('\n')}
</tbody></table>`
}

/** A schema in a few characters, as a reader of TypeScript expects it; HTML, as parts are linked. */
function typeText(schema: JsonSchema): string {
  if (schema.$ref !== undefined) {
    const name = schema.$ref.replace(/^.*\//, '')
    return `<a href="#${name}">${name}</a>`
  }
  if ('const' in schema) return escapeHtml(JSON.stringify(schema.const))
  if (schema.enum !== undefined) return schema.enum.map((value) => escapeHtml(JSON.stringify(value))).join(' | ')
  if (schema.anyOf !== undefined) return schema.anyOf.map(typeText).join(' | ')
  if (schema.type === 'array') return arrayText(schema.items)
  if (schema.type === 'object') return objectText(schema)
  const bounds = boundsText(schema)
  const types = [schema.type ?? 'any'].flat().join(' | ')
  return bounds === '' ? types : `${types} (${bounds})`
}

function arrayText(items: JsonSchema['items']): string {
  if (items === undefined) return 'any[]'
  return isList(items) ? `[${items.map(typeText).join(', ')}][]`.replace(/\[\]$/, '') : `${typeText(items)}[]`
}

function isList(items: JsonSchema | readonly JsonSchema[]): items is readonly JsonSchema[] {
  return Array.isArray(items)
}

function objectText({ properties = {}, required = [], additionalProperties }: JsonSchema): string {
  const fields = Object.entries(properties).map(
    ([name, schema]) => `${name}${required.includes(name) ? '' : '?'}: ${typeText(schema)}`,
  )
  const rest =
    typeof additionalProperties === 'object'
      ? [fields.length === 0 ? `[key]: ${typeText(additionalProperties)}` : '…']
      : []
  return `{${[...fields, ...rest].join(', ')}}`
}

function boundsText({ minLength, maxLength, minimum }: JsonSchema): string {
  if (maxLength !== undefined) return `${minLength ?? 0} to ${maxLength.toLocaleString('en')} characters`
  return minimum === undefined ? '' : `from ${minimum}`
}

function renderCloseCodes(): string {
  const rows = Object.entries(closeCodes).map(
    ([name, code]) => `<tr><td>${code}</td><td>${closeCodeWords[name as keyof typeof closeCodes]}</td></tr>`,
  )
  return `<table><thead><tr><th>code</th><th>when, and what to do</th></tr></thead><tbody>
${rows.join('\n')}
</tbody></table>`
}

/** Text with `code` in backticks. */
function inlineCode(text: string): string {
  return escapeHtml(text).replaceAll(/`([^`]+)`/g, '<code>$1</code>')
}
