import type { Tally } from './tally.ts'

/** What became of it all, for people. */
export function summarize({ scores, refusals, totals }: Tally, seconds: number): string {
  const rows = Object.entries(scores)
    .filter(([, { captains }]) => captains > 0)
    .map(([name, score]) => [
      name,
      ...[score.captains, score.applied, score.refused, score.shipsLost, score.creditsEarned].map(withCommas),
    ])
  const codes = [...refusals].sort(([, one], [, other]) => other - one).map(([code, count]) => `${code} ${count}`)
  const { fights, rounds, kills, frames, reconnects } = totals
  return [
    table(['strategy', 'captains', 'intents', 'refused', 'ships lost', 'credits earned'], rows),
    '',
    `${seconds.toFixed(0)} s: ${withCommas(fights)} fights, ${withCommas(rounds)} rounds, ${withCommas(kills)} kills, ${withCommas(frames)} frames, ${withCommas(reconnects)} tries to reconnect`,
    `refusals: ${codes.length === 0 ? 'none' : codes.join(', ')}`,
  ].join('\n')
}

function withCommas(count: number): string {
  return count.toLocaleString('en')
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)))
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  ')
  return [head, ...rows].map(line).join('\n')
}
