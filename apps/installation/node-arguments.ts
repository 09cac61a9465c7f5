import { fileURLToPath } from 'node:url'
import { codeEnding, isRepository } from './installation.ts'

/** What Node.js is started with to run one of these programs. `program`: its file, without the ending. */
export function nodeArguments(program: URL): readonly string[] {
  const file = `${fileURLToPath(program)}${codeEnding}`
  return isRepository ? ['--conditions=gridtick-source', '--import', import.meta.resolve('tsx'), file] : [file]
}
