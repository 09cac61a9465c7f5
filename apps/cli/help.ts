import type { ArgsDef, CommandMeta } from 'citty'
import { commandLine } from '../installation/command-line.ts'
import { isRepository } from '../installation/installation.ts'
import { aliasesOf, kebabCase } from './arguments/option-names.ts'
import { commandTable } from './command-table.ts'
import { exitMeanings } from './exit-codes.ts'

/** The list of all commands, or of those whose names begin with `group`. */
export function renderList(group: string | undefined): string {
  const names = Object.keys(commandTable).filter((name) => group === undefined || name.startsWith(`${group} `))
  return [
    'Manages a Gridtick server and its zones.',
    `Usage: ${commandLine('COMMAND [options]')}`,
    section(
      'Commands',
      names.map((name) => [name, commandTable[name]?.summary ?? '']),
    ),
    `${commandLine('COMMAND --help')} explains one, with examples.`,
    connectionText,
    section(
      'Exit codes',
      exitMeanings.map(([code, meaning]) => [String(code), meaning]),
    ),
    `Examples:\n${['zones create hello-grid --name meadow', 'zones list --json', 'tail ZONE', 'doctor'].map(example).join('\n')}`,
  ].join('\n\n')
}

const quietly = ";\nstart it with npm run -s grid --, which leaves out npm's own lines."

const connectionText = `The server is http://127.0.0.1:PORT, or --url. Log in with --user and --password, with --token,
with DEBUG_USER and DEBUG_PASSWORD, or with GRIDTICK_TOKEN. Set PORT and these in the environment or in .env.
With --json the output is one JSON document, or one for each line where more keeps coming${isRepository ? quietly : '.'}`

/** One command: its arguments, options and examples. */
export function renderCommand(
  name: string,
  { description = '', examples = [] }: CommandMeta,
  definitions: ArgsDef,
): string {
  const all = Object.entries(definitions)
  const positionals = all.filter(([, { type }]) => type === 'positional')
  const options = all.filter(([, { type }]) => type !== 'positional')
  const words = positionals.map(([key, { required }]) =>
    required === false ? `[${key.toUpperCase()}]` : key.toUpperCase(),
  )
  return [
    description,
    `Usage: ${commandLine([name, ...words, '[options]'].join(' '))}`,
    ...(positionals.length === 0
      ? []
      : [
          section(
            'Arguments',
            positionals.map(([key, is]) => [key.toUpperCase(), is.description ?? '']),
          ),
        ]),
    section('Options', [...options.map(([key, is]) => describeOption(key, is)), ['--help', 'this text']]),
    ...(examples.length === 0 ? [] : [`Examples:\n${examples.map(example).join('\n')}`]),
  ].join('\n\n')
}

function describeOption(key: string, definition: ArgsDef[string]): [string, string] {
  const { type, description = '', valueHint, default: otherwise } = definition
  const aliases = aliasesOf(definition).map((alias) => `${alias.length === 1 ? '-' : '--'}${alias}, `)
  const value =
    type === 'boolean' ? '' : ` ${valueHint ?? (type === 'enum' ? definition.options?.join('|') : undefined) ?? 'TEXT'}`
  const ending = otherwise === undefined || typeof otherwise === 'boolean' ? '' : ` (${otherwise})`
  return [`${aliases.join('')}--${kebabCase(key)}${value}`, `${description}${ending}`]
}

function section(title: string, rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(...rows.map(([name]) => name.length))
  return `${title}:\n${rows.map(([name, text]) => `  ${name.padEnd(width)}  ${text}`).join('\n')}`
}

function example(args: string): string {
  return `  ${commandLine(args)}`
}
