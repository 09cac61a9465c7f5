import type { LoadReport, Times } from './load-report.ts'

/** A report for people. */
export function summarize(report: LoadReport): string {
  const { module, players, zones, seconds, playedBy, intents, queries, frames, bytes, connections, joins } = report
  const by = playedBy === 'bot' ? 'its bot' : 'random intents'
  const lines = [
    `${withCommas(players)} players of ${module} (${by}) in ${plural(zones, 'zone')}, measured for ${seconds.toFixed(0)} s`,
    '',
    row('joins', `${withCommas(joins.count)}, first view after ${times(joins.ms)}`),
    row('intents', `${withCommas(intents.settled)} settled, ${intents.perSecond.toFixed(1)} a second`),
    row('', `sent to result: ${times(intents.ms)}`),
    row('', `${withCommas(intents.applied)} applied; refused: ${counts(intents.refused)}`),
    ...(queries.count === 0 ? [] : [row('queries', `${withCommas(queries.count)}: ${times(queries.ms)}`)]),
    row('frames', `${frames.perSecond.toFixed(1)} a second, ${frames.perPlayerPerSecond.toFixed(2)} a player`),
    row('bytes', `${size(bytes.perSecond)} a second, ${size(bytes.perPlayerPerSecond)} a player`),
    row('events', counts(report.events)),
    row('connections', `${withCommas(connections.lost)} lost, ${withCommas(connections.reconnected)} reconnected`),
    ...serverRows(report),
    row('failures', counts(report.failures)),
  ]
  return [...lines, ...roleLines(report), ...warnings(report)].join('\n')
}

function serverRows({ server, measuring }: LoadReport): string[] {
  const { cpuPercent, loopLagP99Ms, loopLagMaxMs } = measuring
  const own = `${cpuPercent.toFixed(0)} % of a core, event loop late by p99 ${milliseconds(loopLagP99Ms)}, max ${milliseconds(loopLagMaxMs)}`
  if (server === null) return [row('measuring', own)]
  const { tickMs, ticksPerSecond, ticksMissed, memoryMb } = server
  const ticks = `${ticksPerSecond.toFixed(1)} ticks a second of ${milliseconds(tickMs)} on average, ${plural(ticksMissed, 'beat')} missed`
  return [
    row('server', `${server.cpuPercent.toFixed(0)} % of a core, ${memoryMb.toFixed(0)} MiB; ${ticks}`),
    row('measuring', own),
  ]
}

/** Only where there are several. */
function roleLines({ roles }: LoadReport): string[] {
  const entries = Object.entries(roles)
  if (entries.length < 2) return []
  const cells = entries.map(([role, { players, applied, refused }]) => [
    role,
    ...[players, applied, refused].map(withCommas),
  ])
  return ['', table(['role', 'players', 'applied', 'refused'], cells)]
}

function warnings({ measuring, frames, intents }: LoadReport): string[] {
  const bottleneck =
    'The measuring process was late itself, and its delays are in these times: other programs keep this machine busy, or there are too many players for one process.'
  return [
    ...(measuring.isBottleneck ? ['', bottleneck] : []),
    ...(frames.count === 0 && intents.settled === 0 ? ['', 'Nothing was measured: nobody came to play.'] : []),
  ]
}

function row(name: string, text: string): string {
  return `${name.padEnd(12)} ${text}`
}

function times({ p50, p90, p99, max }: Times): string {
  const named = Object.entries({ p50, p90, p99, max })
  return named.map(([name, ms]) => `${name} ${milliseconds(ms)}`).join(', ')
}

function milliseconds(ms: number): string {
  return `${ms.toFixed(ms < 10 ? 1 : 0)} ms`
}

function size(bytes: number): string {
  return bytes < 10_000 ? `${bytes.toFixed(0)} B` : `${(bytes / 1_000).toFixed(0)} kB`
}

/** The most frequent first, as they come. */
function counts(all: { readonly [name: string]: number }): string {
  const texts = Object.entries(all).map(([name, count]) => `${name} ${withCommas(count)}`)
  return texts.length === 0 ? 'none' : texts.join(', ')
}

function plural(count: number, what: string): string {
  return `${withCommas(count)} ${what}${count === 1 ? '' : 's'}`
}

function withCommas(count: number): string {
  return count.toLocaleString('en')
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((cells) => cells[column]?.length ?? 0)))
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  ')
  return [head, ...rows].map(line).join('\n')
}
