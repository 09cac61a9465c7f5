import type { RegionFigures } from './measure-region.ts'
import { renderTable } from './table.ts'

export const regionNotes = `A generated region, seconds after all captains began in one sector of it. They are bots of apps/bots, each deciding
once a second, most of them traders. The share is of the time of all ticks. "message" is view, encoding and sending of all
players, for each message sent; who sees nothing new is sent nothing. Idle is the same region before anybody came: what the
processor does is the server's own.`

/** What a region costs while it is played, and what when it is not. */
export function regionTable({ figures, shares, messageMs, intents, idle, ...scenario }: RegionFigures): string {
  const seconds = figures.elapsedMs / 1_000
  const idleSeconds = idle.elapsedMs / 1_000
  const percent = (part: number) => `${(100 * part).toFixed(1)} %`
  return renderTable(
    ['space-combat', `${scenario.captains} bots`, 'idle'],
    [
      ['sectors', String(scenario.sectors), String(scenario.sectors)],
      ['ticks a second', (figures.ticks / seconds).toFixed(1), (idle.ticks / idleSeconds).toFixed(1)],
      ['intents a second', (intents / seconds).toFixed(1), '-'],
      ['messages a second', (figures.frames / seconds).toFixed(1), (idle.frames / idleSeconds).toFixed(1)],
      ['bytes of a message (mean)', (figures.bytes / Math.max(1, figures.frames)).toFixed(0), '-'],
      ['onTick and checks, ms', figures.onTick.p50.toFixed(2), '-'],
      ['commit, ms', figures.commit.p50.toFixed(2), '-'],
      ['views, ms', figures.view.p50.toFixed(2), '-'],
      ['encode and send, ms', figures.encodeSend.p50.toFixed(2), '-'],
      ['whole tick, ms', figures.total.p50.toFixed(2), '-'],
      ['whole tick, p95, ms', figures.total.p95.toFixed(2), '-'],
      ['share of onTick and checks', percent(shares.onTick), '-'],
      ['share of commit', percent(shares.commit), '-'],
      ['share of views', percent(shares.view), '-'],
      ['share of encode and send', percent(shares.encodeSend), '-'],
      ['message, µs', (messageMs * 1_000).toFixed(1), '-'],
      [
        'processor, % of one core',
        (figures.cpuMs / 10 / seconds).toFixed(1),
        (idle.cpuMs / 10 / idleSeconds).toFixed(1),
      ],
      ['loop delay p99, ms', figures.loopDelayP99Ms.toFixed(1), idle.loopDelayP99Ms.toFixed(1)],
      ['resident memory, MiB', figures.rssMb.toFixed(0), idle.rssMb.toFixed(0)],
    ],
  )
}
