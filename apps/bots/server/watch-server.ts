/** How the server fares, by its own metrics. */
export type ServerLoad = {
  /** Of one core. */
  readonly cpuPercent: number
  readonly memoryMb: number
  readonly ticksPerSecond: number
  /** Of a tick with everything: module, commit, views, frames; on average. */
  readonly tickMs: number
  /** Beats that came too late to be made up for. */
  readonly ticksMissed: number
}

export type ServerWatch = {
  /** Since the start, or the last restart. Undefined where the server does not show its metrics, or nobody answers. */
  take(): Promise<ServerLoad | undefined>
  restart(): Promise<void>
}

type Sample = { readonly atMs: number; readonly of: (name: string) => number }

/** Reads `/metrics`, which is open to programs of the same machine. Never rejects. */
export function watchServer(url: string): ServerWatch {
  let before: Sample | undefined
  return {
    async take() {
      const now = await sample(url)
      if (before === undefined || now === undefined) return undefined
      const since = before
      const grown = (name: string) => now.of(name) - since.of(name)
      const seconds = Math.max(0.001, (now.atMs - since.atMs) / 1_000)
      const ticks = grown('gridtick_step_seconds_count')
      // A server that was restarted meanwhile counts from 0 again.
      if (ticks < 0) return undefined
      return {
        cpuPercent: (100 * grown('process_cpu_seconds_total')) / seconds,
        memoryMb: now.of('process_resident_memory_bytes') / 2 ** 20,
        ticksPerSecond: ticks / seconds,
        tickMs: (1_000 * grown('gridtick_step_seconds_sum')) / Math.max(1, ticks),
        ticksMissed: grown('gridtick_ticks_missed_total'),
      }
    },
    async restart() {
      before = await sample(url)
    },
  }
}

async function sample(url: string): Promise<Sample | undefined> {
  try {
    const response = await fetch(`${url}/metrics`, { signal: AbortSignal.timeout(5_000) })
    if (!response.ok) return undefined
    const text = await response.text()
    return { atMs: performance.now(), of: (name) => sumOf(text, name) }
  } catch {
    // Figures of the server are an extra; whether it is there is found out by playing.
    return undefined
  }
}

/** Over all labels. */
function sumOf(text: string, name: string): number {
  return text
    .split('\n')
    .filter((line) => line.startsWith(`${name} `) || line.startsWith(`${name}{`))
    .reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' ') + 1)), 0)
}
