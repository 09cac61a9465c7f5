import { readFileSync } from 'node:fs'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { ProcessFigures } from './window.ts'

/** Precision of the watch on the event loop. What it reports is later by this much than the delay itself. */
const loopResolutionMs = 10

/** Looks at this process. `take` answers with what it used since the last call. */
export function watchProcess(): { take(): ProcessFigures; stop(): void } {
  const loop = monitorEventLoopDelay({ resolution: loopResolutionMs })
  loop.enable()
  const look = () => ({ at: performance.now(), cpu: process.cpuUsage(), disk: writtenBytes() })
  let since = look()
  return {
    take() {
      const now = look()
      const cpuMicroseconds = now.cpu.user + now.cpu.system - since.cpu.user - since.cpu.system
      const figures = {
        elapsedMs: now.at - since.at,
        cpuMs: cpuMicroseconds / 1_000,
        loopDelayP99Ms: Math.max(0, loop.percentile(99) / 1e6 - loopResolutionMs),
        rssMiB: process.memoryUsage.rss() / 2 ** 20,
        ...(now.disk === undefined || since.disk === undefined ? {} : { diskBytes: now.disk - since.disk }),
      }
      loop.reset()
      since = look()
      return figures
    },
    stop: () => loop.disable(),
  }
}

/** Only Linux says. */
function writtenBytes(): number | undefined {
  try {
    const found = /^write_bytes: (\d+)$/m.exec(readFileSync('/proc/self/io', 'utf8'))
    return found === null ? undefined : Number(found[1])
  } catch {
    return undefined
  }
}
