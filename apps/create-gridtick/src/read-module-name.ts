import type { ModuleName } from './module-name.ts'
import { NameError } from './name-error.ts'
import { identifiersOf, templates } from './templates.ts'

/** Stands in file names and in lines of code, which are at most 120 characters long. */
const nameLengthMax = 24

/** What JavaScript, or the style of this project, keeps for itself. */
const reservedWords = new Set(
  (
    'arguments as async await break case catch class const continue debugger default delete do else enum eval export ' +
    'extends false finally for from function get if implements import in instanceof interface let new null of package ' +
    'private protected public return set static super switch this throw true try type typeof undefined using var void ' +
    'while with yield escape unescape'
  ).split(' '),
)

/** Names of folders that would be taken for something else. */
const reservedNames = new Set(['index', 'node-modules', 'gridtick', 'screen', 'bot'])

/** Reads a module's name as somebody typed it. Throws a NameError that says what is wrong, and what would be right. */
export function readModuleName(name: string): ModuleName {
  const identifier = toIdentifier(name)
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name))
    throw new NameError(
      `"${name}" cannot be the name of a module: it has small letters, digits and single hyphens, and begins with a letter.`,
      suggestFor(name),
    )
  if (name.length > nameLengthMax)
    throw new NameError(
      `"${name}" is too long: a name has at most ${nameLengthMax} characters.`,
      'Choose a shorter one.',
    )
  if (reservedWords.has(identifier) || reservedNames.has(name))
    throw new NameError(`"${name}" is a reserved word.`, `Choose another, as ${name}-game.`)
  const code = templates.filter(({ file }) => file.endsWith('.ts'))
  if (code.some(({ text }) => identifiersOf(text).has(identifier)))
    throw new NameError(
      `"${name}" stands for something else in the code that would be written.`,
      `Choose another, as ${name}-game.`,
    )
  return { name, identifier }
}

/** `my-game` → `myGame`. */
function toIdentifier(name: string): string {
  return name.replaceAll(/-+(.)/g, (_, letter: string) => letter.toUpperCase())
}

function suggestFor(name: string): string {
  const likely = name
    .normalize('NFD')
    .replaceAll(/\p{Mark}/gu, '')
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^[^a-z]+|-+$/g, '')
    .slice(0, nameLengthMax)
  return likely === '' ? 'As in: my-game' : `As in: ${likely}`
}
