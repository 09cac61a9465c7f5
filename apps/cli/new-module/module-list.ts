import { readFileSync } from 'node:fs'
import { CommandError } from '../command-error.ts'
import { exitCodes } from '../exit-codes.ts'

const pattern = /^(export const shippedModules: readonly string\[\] = )\[([^\]]*)\]$/m

/** A longer line is broken, as the formatter would. */
const lineWidth = 120

/** The names in `modules/index.ts`. Throws a CommandError where it is not as this program knows it. */
export function readModuleList(path: string): readonly string[] {
  const names = pattern.exec(readFileSync(path, 'utf8'))?.[2]
  if (names === undefined)
    throw new CommandError(exitCodes.failed, `${path} holds no list that a module could be added to.`, {
      todo: 'It is to say: export const shippedModules: readonly string[] = [...]',
    })
  return [...names.matchAll(/'([^']+)'/g)].map(([, name = '']) => name)
}

/** The text of the file with one more name. */
export function withModule(path: string, name: string): string {
  const names = [...readModuleList(path), name].map((each) => `'${each}'`)
  return readFileSync(path, 'utf8').replace(pattern, (_, start: string) => {
    const line = `${start}[${names.join(', ')}]`
    return line.length <= lineWidth ? line : `${start}[\n${names.map((each) => `  ${each},\n`).join('')}]`
  })
}
