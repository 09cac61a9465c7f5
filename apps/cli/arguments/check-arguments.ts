import { parseArgs } from 'node:util'
import type { ArgsDef } from 'citty'
import { suggest } from 'gridtick/internal'
import { commandLine } from '../../installation/command-line.ts'
import { wrongUsage } from '../command-error.ts'
import { aliasesOf, kebabCase } from './option-names.ts'

/** What was typed behind a command's name, and what that command takes. */
export type TypedArguments = {
  readonly name: string
  readonly rawArgs: readonly string[]
  readonly definitions: ArgsDef
}

/**
 * Refuses what citty would let pass: unknown options, options without their value or with one they do not take, an
 * option given twice, missing and surplus arguments. Throws a CommandError that says what was meant, perhaps.
 */
export function checkArguments({ name, rawArgs, definitions }: TypedArguments): void {
  const seeHelp = `See: ${commandLine(`${name} --help`)}`
  const options = optionsOf(definitions)
  const { tokens } = parseArgs({
    args: [...rawArgs],
    options: Object.fromEntries([...options].map(([name, { takesValue }]) => [name, { type: takesValue }])),
    strict: false,
    allowPositionals: true,
    tokens: true,
  })
  const seen = new Set<string>()
  for (const token of tokens) {
    if (token.kind !== 'option') continue
    const option = options.get(token.name)
    if (option === undefined) throw unknownOption(token.rawName, [...options.keys()], seeHelp)
    if (seen.has(option.name)) throw wrongUsage(`--${option.name} is given twice.`)
    seen.add(option.name)
    checkValue(option, token)
  }
  for (const [key, definition] of Object.entries(definitions))
    if (definition.type !== 'positional' && definition.required === true && !seen.has(kebabCase(key)))
      throw wrongUsage(`--${kebabCase(key)} is missing: ${definition.description ?? 'a value'}.`, seeHelp)
  checkPositionals(
    tokens.flatMap((token) => (token.kind === 'positional' ? [token.value] : [])),
    definitions,
    seeHelp,
  )
}

type Option = {
  /** As it is typed, without the dashes. */
  readonly name: string
  readonly takesValue: 'string' | 'boolean'
  readonly choices: readonly string[] | undefined
}

/** Every option by each name it has. */
function optionsOf(definitions: ArgsDef): Map<string, Option> {
  const options = new Map<string, Option>()
  for (const [key, definition] of Object.entries(definitions)) {
    if (definition.type === 'positional') continue
    const name = kebabCase(key)
    const choices = definition.type === 'enum' ? definition.options : undefined
    const option: Option = { name, takesValue: definition.type === 'boolean' ? 'boolean' : 'string', choices }
    options.set(name, option)
    for (const alias of aliasesOf(definition)) options.set(alias, option)
    if (definition.type === 'boolean' && (definition.default === true || definition.negativeDescription !== undefined))
      options.set(`no-${name}`, { ...option, name: `no-${name}` })
  }
  return options
}

function unknownOption(typed: string, known: readonly string[], seeHelp: string) {
  const hint = suggest(
    typed,
    known.map((name) => `--${name}`),
  )
  return wrongUsage(`There is no option ${typed} here.`, hint ?? seeHelp)
}

type OptionToken = {
  readonly rawName: string
  readonly value?: string | undefined
  readonly inlineValue?: boolean | undefined
}

function checkValue({ name, takesValue, choices }: Option, { value, inlineValue }: OptionToken): void {
  if (takesValue === 'boolean') {
    if (value !== undefined) throw wrongUsage(`--${name} takes no value.`)
    return
  }
  if (value === undefined || (inlineValue !== true && value.startsWith('--')))
    throw wrongUsage(`--${name} needs a value.`, `Write it as --${name}=…`)
  if (choices !== undefined && !choices.includes(value))
    throw wrongUsage(`--${name} is one of ${choices.join(', ')}, not "${value}".`, suggest(value, choices))
}

function checkPositionals(given: readonly string[], definitions: ArgsDef, seeHelp: string): void {
  const wanted = Object.entries(definitions).filter(([, { type }]) => type === 'positional')
  for (const [index, [name, { required, default: otherwise, description }]] of wanted.entries())
    if ((given[index] ?? '') === '' && required !== false && otherwise === undefined)
      throw wrongUsage(`${name.toUpperCase()} is missing: ${description ?? 'an argument'}.`, seeHelp)
  const surplus = given[wanted.length]
  if (surplus !== undefined) throw wrongUsage(`"${surplus}" is one argument too many.`, seeHelp)
}
