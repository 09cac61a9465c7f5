import type { ModuleDescription } from '@gridtick/engine/ports'
import { escapeHtml } from '../escape-html.ts'
import { schemaText } from './schema-text.ts'

type Schemas = Readonly<Record<string, object>>

/** What a module takes and says, as a part of the page about the socket. */
export function renderModule(module: ModuleDescription): string {
  const { name, version, description = '' } = module
  const sections = sectionsOf(module)
  const links = sections.map(({ title }) => `<a href="#${idOf(name, title)}">${title}</a>`)
  return `<section>
<h2 id="${idOf(name)}">${name} ${escapeHtml(version)}</h2>
<p>${escapeHtml(description)}</p>
<p>${links.join(' · ')}</p>
${sections.map(({ title, content }) => `<h3 id="${idOf(name, title)}">${title}</h3>\n${content}`).join('\n')}
</section>`
}

/** Where the part of a module begins, in the page. */
export function idOf(module: string, section?: string): string {
  return section === undefined ? `module-${module}` : `module-${module}-${section.toLowerCase()}`
}

type Section = { readonly title: string; readonly content: string }

function sectionsOf({ intents, queries, answers, view = {}, events, refusals }: ModuleDescription): readonly Section[] {
  return [
    { title: 'Intents', content: listOf(Object.keys(intents), (type) => renderIntent(intents[type])) },
    {
      title: 'Queries',
      content: listOf(Object.keys(queries), (name) => code('input', queries[name]) + code('answer', answers[name])),
    },
    { title: 'Events', content: events === undefined ? undeclared('events') : byName(events) },
    { title: 'Extras', content: view.extras === undefined ? undeclared('extras') : code('', view.extras) },
    { title: 'Entities', content: view.entities === undefined ? undeclared('entities') : byName(view.entities) },
    { title: 'Refusals', content: refusals === undefined ? undeclared('refusals') : renderRefusals(refusals) },
  ]
}

/** Any JSON may be sent where a module says nothing of it. */
function undeclared(what: string): string {
  return `<p>The module does not declare its ${what}: they are any JSON.</p>`
}

function renderIntent(intent: ModuleDescription['intents'][string] | undefined): string {
  if (intent === undefined) return ''
  const { payload, details, rate, isDebugOnly } = intent
  const notes = [
    ...(isDebugOnly ? ['For the debug role.'] : []),
    ...(rate === undefined ? [] : [`At most ${rate.perSecond} a second, ${rate.burst} at once.`]),
  ]
  const told = notes.length === 0 ? '' : `<p>${notes.join(' ')}</p>`
  return told + code('payload', payload) + (details === undefined ? '' : code('details of the result', details))
}

function byName(schemas: Schemas): string {
  return listOf(Object.keys(schemas), (name) => code('', schemas[name]))
}

function listOf(names: readonly string[], render: (name: string) => string): string {
  if (names.length === 0) return '<p>None.</p>'
  return names.map((name) => `<h4>${escapeHtml(name)}</h4>\n${render(name)}`).join('\n')
}

function code(label: string, schema: object | undefined): string {
  const text = schema === undefined ? 'any JSON' : schemaText(schema).trim()
  return `<pre>${label === '' ? '' : `<small>${label}</small> `}${escapeHtml(text)}</pre>`
}

function renderRefusals(refusals: Readonly<Record<string, string>>): string {
  const rows = Object.entries(refusals).map(
    ([name, when]) => `<tr><td>${escapeHtml(name)}</td><td>${escapeHtml(when)}</td></tr>`,
  )
  if (rows.length === 0) return '<p>None.</p>'
  return `<table><thead><tr><th>code</th><th>when</th></tr></thead><tbody>
${rows.join('\n')}
</tbody></table>`
}
