/** A whole line that can be pasted into a terminal in the project's folder: `words` are those behind the program's name. */
export function commandLine(words: string): string {
  return `npm run grid -- ${words}`
}
