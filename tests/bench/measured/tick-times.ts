import { percentiles } from './percentiles.ts'
import type { TickTimes } from './window.ts'

/** Ticks kept of one stretch; of those beyond it only the number is. */
const ticksMax = 200_000

/** Keeps what each tick took, part by part, until the next `take`. */
export function createTickTimes<Part extends string>(parts: readonly Part[]) {
  const names = [...parts, 'total'] as const
  type Tick = Readonly<Record<Part | 'total', number>>
  let kept: Tick[] = []
  let ticks = 0
  return {
    note(tick: Tick): void {
      ticks += 1
      if (kept.length < ticksMax) kept.push(tick)
    },
    take(): { readonly ticks: number; readonly times: TickTimes<Part> } {
      const times = Object.fromEntries(names.map((name) => [name, percentiles(kept.map((tick) => tick[name]))]))
      const taken = { ticks, times: times as TickTimes<Part> }
      kept = []
      ticks = 0
      return taken
    },
  }
}
