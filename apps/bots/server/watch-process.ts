import { monitorEventLoopDelay } from 'node:perf_hooks'

/** Precision of the watch on the event loop. What it reports is later by this much than the delay itself. */
const resolutionMs = 10

/** From here on the measuring process itself makes the times longer that it measures. */
const [lagMaxMs, cpuMaxPercent] = [50, 90] as const

/** How the process that plays fares itself. */
export type OwnLoad = {
  /** How late timers of the event loop were. */
  readonly loopLagP99Ms: number
  readonly loopLagMaxMs: number
  /** Of one core. */
  readonly cpuPercent: number
  /** Whether the figures say as much about the measuring as about the server. */
  readonly isBottleneck: boolean
}

export type ProcessWatch = {
  /** Since the start, or the last restart. */
  take(): OwnLoad
  restart(): void
  stop(): void
}

/** Watches the process that calls it, until it is stopped. */
export function watchProcess(): ProcessWatch {
  const loop = monitorEventLoopDelay({ resolution: resolutionMs })
  loop.enable()
  let since = { at: performance.now(), cpu: process.cpuUsage() }
  return {
    take() {
      const { user, system } = process.cpuUsage(since.cpu)
      const elapsedMs = Math.max(1, performance.now() - since.at)
      const lag = (nanoseconds: number) => Math.max(0, nanoseconds / 1e6 - resolutionMs)
      const loopLagP99Ms = lag(loop.percentile(99))
      const cpuPercent = (100 * (user + system)) / 1_000 / elapsedMs
      const isBottleneck = loopLagP99Ms > lagMaxMs || cpuPercent > cpuMaxPercent
      return { loopLagP99Ms, loopLagMaxMs: lag(loop.max), cpuPercent, isBottleneck }
    },
    restart() {
      loop.reset()
      since = { at: performance.now(), cpu: process.cpuUsage() }
    },
    stop: () => loop.disable(),
  }
}
