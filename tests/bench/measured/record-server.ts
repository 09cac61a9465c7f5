import { noTelemetry, type Telemetry } from '@gridtick/engine/ports'
import { median } from './percentiles.ts'
import { createTickTimes } from './tick-times.ts'
import { watchProcess } from './watch-process.ts'
import type { Window } from './window.ts'

/** Ticks whose messages and changes are kept, to be measured against the bare thing. */
const tracesMax = 30

const tickParts = ['onTick', 'commit', 'views', 'encodeSend'] as const

export type TickPart = (typeof tickParts)[number]

/** What a Gridtick server did between two looks. */
export type ServerWindow = Window<TickPart> & {
  /** All that was handed to sockets. */
  readonly messages: number
  readonly messageBytes: number
  /** Intents that were carried out, refused or failed. */
  readonly intents: number
  /** When the last step of a beat began, after it was due (median). */
  readonly lastStepMs: number
  readonly stepsPerBeat: number
}

/** One tick: how large its messages were, and how many entities it changed. */
export type TickTrace = { readonly sizes: readonly number[]; readonly changed: number }

/** Listens to a server of this process, and to the process itself. */
export function recordServer() {
  const watched = watchProcess()
  const ticks = createTickTimes(tickParts)
  const counts = { messages: 0, messageBytes: 0, intents: 0 }
  let lags: number[] = []
  const traces: TickTrace[] = []
  let sizes: number[] = []
  const telemetry: Telemetry = {
    ...noTelemetry,
    step({ onTickMs, commitMs, viewMs, encodeSendMs, totalMs, entitiesChanged }) {
      ticks.note({ onTick: onTickMs, commit: commitMs, views: viewMs, encodeSend: encodeSendMs, total: totalMs })
      traces.push({ sizes, changed: entitiesChanged })
      if (traces.length > tracesMax) traces.shift()
      sizes = []
    },
    frame(bytes) {
      counts.messages += 1
      counts.messageBytes += bytes
      sizes.push(bytes)
    },
    intent() {
      counts.intents += 1
    },
    lag: (_module, ms) => void lags.push(ms),
  }
  return {
    telemetry,
    take(): ServerWindow {
      const window = { ...watched.take(), ...ticks.take(), ...counts, ...sumUpBeats(lags) }
      Object.assign(counts, { messages: 0, messageBytes: 0, intents: 0 })
      lags = []
      return window
    },
    /** The last ticks. Those in which nobody was sent anything tell nothing of sending. */
    traces: (): readonly TickTrace[] => traces.filter((trace) => trace.sizes.length > 0),
    stop: () => watched.stop(),
  }
}

/** Within a beat each step begins later than the one before. The first and the last beat may be cut off. */
function sumUpBeats(lags: readonly number[]) {
  const beats: number[][] = []
  for (const [index, ms] of lags.entries())
    if (index === 0 || ms < (lags[index - 1] ?? 0)) beats.push([ms])
    else beats.at(-1)?.push(ms)
  const whole = beats.slice(1, -1)
  return {
    stepsPerBeat: median(whole.map((steps) => steps.length)),
    lastStepMs: median(whole.map((steps) => steps.at(-1) ?? 0)),
  }
}
