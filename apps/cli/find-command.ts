import { nearest } from 'gridtick/internal'
import { commandLine } from '../installation/command-line.ts'
import { wrongUsage } from './command-error.ts'
import { type CommandEntry, commandTable } from './command-table.ts'

/** What the arguments ask for. */
export type Asked =
  | { readonly kind: 'version' }
  /** The list of all commands, or of those whose names begin with a word. */
  | { readonly kind: 'list'; readonly group: string | undefined }
  | { readonly kind: 'help'; readonly name: string; readonly entry: CommandEntry }
  | { readonly kind: 'run'; readonly name: string; readonly entry: CommandEntry; readonly rawArgs: readonly string[] }

/** Finds the command that the arguments name. Throws a CommandError that says which word is unknown. */
export function findCommand(argv: readonly string[]): Asked {
  const [first, ...rest] = argv
  if (first === undefined) return { kind: 'list', group: undefined }
  if (first === '--version' || first === '-v') return { kind: 'version' }
  if (first === 'help') return findCommand([...rest, '--help'])
  const isHelp = asksForHelp(argv)
  if (isHelp && first.startsWith('-')) return { kind: 'list', group: undefined }
  if (first.startsWith('-')) throw wrongUsage(`The command comes first, before ${first}.`, seeHelp)

  for (const length of [2, 1]) {
    const name = argv.slice(0, length).join(' ')
    const entry = Object.hasOwn(commandTable, name) ? commandTable[name] : undefined
    if (entry === undefined || argv.length < length) continue
    return isHelp ? { kind: 'help', name, entry } : { kind: 'run', name, entry, rawArgs: argv.slice(length) }
  }
  return findGroup(argv, isHelp)
}

const seeHelp = `See all commands with: ${commandLine('--help')}`

/** Behind `--` stands no option. */
function asksForHelp(argv: readonly string[]): boolean {
  const options = argv.includes('--') ? argv.slice(0, argv.indexOf('--')) : argv
  return options.includes('--help') || options.includes('-h')
}

function findGroup([first = '', second]: readonly string[], isHelp: boolean): Asked {
  const members = Object.keys(commandTable).filter((name) => name.startsWith(`${first} `))
  const seconds = members.map((name) => name.slice(first.length + 1))
  if (members.length > 0 && isHelp) return { kind: 'list', group: first }
  const seeGroup = `See: ${commandLine(`${first} --help`)}`
  if (members.length > 0 && (second === undefined || second.startsWith('-')))
    throw wrongUsage(`${first} needs one of: ${seconds.join(', ')}.`, seeGroup)
  if (members.length > 0)
    throw wrongUsage(`There is no command ${first} ${second}.`, suggestCommand(`${first} ${second}`) ?? seeGroup)
  const bothWords = second === undefined || second.startsWith('-') ? undefined : suggestCommand(`${first} ${second}`)
  throw wrongUsage(`There is no command ${first}.`, bothWords ?? suggestFirst(first) ?? seeHelp)
}

/** The whole line, where both words together are near to a command. */
function suggestCommand(given: string): string | undefined {
  const near = nearest(given, Object.keys(commandTable))
  return near === undefined ? undefined : `Did you mean: ${commandLine(near)}`
}

function suggestFirst(given: string): string | undefined {
  const firsts = new Set(Object.keys(commandTable).map((name) => name.replace(/ .*/, '')))
  const near = nearest(given, [...firsts])
  if (near === undefined) return undefined
  return `Did you mean: ${commandLine(Object.hasOwn(commandTable, near) ? near : `${near} --help`)}`
}
