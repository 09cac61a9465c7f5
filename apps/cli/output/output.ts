import { clean, escapeInJson } from './clean.ts'

/** What a command prints with `--json`: one document; or one a line, where it is called again and again. */
export function printJson(value: unknown): void {
  process.stdout.write(`${escapeInJson(JSON.stringify(value))}\n`)
}

/** Lines for people. What others have written (names, texts of players) cannot move their cursor. */
export function printLines(...lines: readonly string[]): void {
  process.stdout.write(`${lines.map(clean).join('\n')}\n`)
}

/** Whether somebody watches. Otherwise nothing spins, asks or is coloured. */
export function isTerminal(): boolean {
  return process.stdout.isTTY === true && process.stdin.isTTY === true
}

/** Whether colours may be used (see no-color.org). */
export function mayColour(): boolean {
  return process.stdout.isTTY === true && (process.env.NO_COLOR ?? '') === '' && process.env.TERM !== 'dumb'
}

/** Rows under their headings, in columns. */
export function printTable(headings: readonly string[], rows: readonly (readonly string[])[]): void {
  const cells = [headings, ...rows].map((row) => row.map(clean))
  const widths = headings.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)))
  printLines(
    ...cells.map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    ),
  )
}
