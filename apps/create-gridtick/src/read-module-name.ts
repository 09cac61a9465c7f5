import type { ModuleName } from './module-name.ts'
import { NameError } from './name-error.ts'
import { identifiersOf, templates } from './templates.ts'

/** Stands in file names and in lines of code, which are at most 120 characters long. */
const nameLengthMax = 24

/** What JavaScript, or the linter of this project, does not let a program redefine. */
const reservedWords = new Set(
  (
    'arguments as async await break case catch class const continue debugger default delete do else enum eval export ' +
    'extends false finally for from function get if implements import in instanceof interface let new null of package ' +
    'private protected public return set static super switch this throw true try type typeof undefined using var void ' +
    'while with yield escape unescape globalThis decodeURI decodeURIComponent encodeURI encodeURIComponent isFinite ' +
    'isNaN parseFloat parseInt'
  ).split(' '),
)

/** Names of folders that would be taken for something else. */
const reservedNames = new Set(['index', 'node-modules', 'gridtick', 'screen', 'bot'])

/** Reads a module's name as somebody typed it. Throws a NameError that says what is wrong, and what would be right. */
export function readModuleName(name: string): ModuleName {
  const identifier = toIdentifier(name)
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name))
    throw new NameError(
      `"${name}" cannot be the name of a module: use lowercase letters, digits and single hyphens, and begin with a letter.`,
      suggestFor(name),
    )
  if (name.length > nameLengthMax)
    throw new NameError(
      `"${name}" is too long: a name has at most ${nameLengthMax} characters.`,
      'Choose a shorter one.',
    )
  // What every object inherits (constructor, toString) cannot be shadowed without trouble either.
  if (reservedWords.has(identifier) || reservedNames.has(name) || identifier in Object.prototype)
    throw new NameError(
      `"${name}" is reserved: JavaScript or Gridtick uses this name itself.`,
      `Choose another one, for example ${name}-game.`,
    )
  const code = templates.filter(({ file }) => file.endsWith('.ts'))
  if (code.some(({ text }) => identifiersOf(text).has(identifier)))
    throw new NameError(
      `"${name}" already means something else in the code that the new game begins with.`,
      `Choose another one, for example ${name}-game.`,
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
  return `For example: ${likely === '' ? 'my-game' : likely}`
}
