import { readFileSync } from 'node:fs'
import type { ModuleName } from './module-name.ts'

/** The module that the templates write, under names that are exchanged for those of the new one. */
const templateName: ModuleName = { name: 'my-game', identifier: 'myGame' }

export type Template = {
  /** The file it becomes, for a module called my-game. */
  readonly file: string
  readonly text: string
}

/** All that belongs to a new module. They are no `.ts` files, as they belong to no module yet. */
export const templates: readonly Template[] = [
  { file: 'my-game.ts', text: read('module.ts') },
  { file: 'my-game.screen.ts', text: read('screen.ts') },
  { file: 'my-game.bot.ts', text: read('bot.ts') },
  { file: 'README.md', text: read('README.md') },
  { file: 'my-game.test.ts', text: read('test.ts') },
]

function read(name: string): string {
  return readFileSync(new URL(`./template/${name}.txt`, import.meta.url), 'utf8')
}

/** A template's text or file name, for a module of this name. */
export function rename(text: string, { name, identifier }: ModuleName): string {
  return text.replaceAll(templateName.name, name).replaceAll(templateName.identifier, identifier)
}

/** The words of its code, without comments and texts: a module must not be called like one of them. */
export function identifiersOf(text: string): ReadonlySet<string> {
  const code = text.replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*|'[^'\n]*'|`[^`]*`/g, ' ')
  return new Set(code.match(/[A-Za-z_$][\w$]*/g)?.filter((word) => word !== templateName.identifier))
}
