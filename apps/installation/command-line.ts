import { isRepository } from './installation.ts'

/** A whole line that can be pasted into a terminal in the project's folder: `words` are those behind the program's name. */
export function commandLine(words: string): string {
  return isRepository ? `npm run grid -- ${words}` : `npx gridtick ${words}`
}
