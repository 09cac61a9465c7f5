import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const readme = join(import.meta.dirname, '../../framework/server/README.md')

/** The program that the server's README shows. */
export function readServerProgram(): string {
  const program = /^```ts server\n((?:.*\n)*?)^```$/m.exec(readFileSync(readme, 'utf8'))?.[1]
  if (program === undefined) throw new Error('The README of the server shows no program.')
  return program
}
