import { setTimeout as sleep } from 'node:timers/promises'
import { createDatabaseFolder, startCrowdServer, storeZones } from './crowd-server.ts'
import { createFigureRecorder, percentiles } from './figures.ts'
import type { Load } from './load.ts'

/** Small zones, as most stored ones are. */
const zoneConfig = { entities: 4, width: 16, height: 16, sight: 16 }
const everyMs = 1_000

export type BeatFigures = {
  readonly stored: number
  readonly active: number
  /** From the call to the open port. */
  readonly startMs: number
  /** Processor time for each beat: housekeeping, database and sockets too, but not what the process takes without a server. */
  readonly cpuMsPerBeat: number
  /** Median. */
  readonly stepsPerBeat: number
  /** When the last step of a beat began, after it was due (median). */
  readonly lastStepMs: number
  readonly rssMb: number
}

/**
 * A server with many stored zones, of which some are watched by one player. It is started anew for each number of active
 * ones; those of the run before stay stored, with members who are away.
 */
export async function measureBeats(
  load: Load,
  options: {
    readonly stored: number
    readonly active: readonly number[]
    readonly measureMs: number
    readonly sync: 'full' | 'normal'
    readonly tell: (text: string) => void
  },
): Promise<readonly BeatFigures[]> {
  const { stored, active, measureMs, sync, tell } = options
  const folder = await createDatabaseFolder()
  try {
    tell(`storing ${stored} zones`)
    const zoneIds = await storeZones(folder.path, { count: stored, config: zoneConfig, everyMs })
    const idleCpuShare = await measureIdleCpu(measureMs)
    const results: BeatFigures[] = []
    for (const count of active) {
      tell(`${stored} stored zones, ${count} active`)
      results.push(
        await measureBeat(load, { database: folder.path, zoneIds, active: count, measureMs, sync, idleCpuShare }),
      )
    }
    return results
  } finally {
    await folder.remove()
  }
}

type BeatRequest = {
  readonly database: string
  readonly zoneIds: readonly string[]
  readonly active: number
  readonly measureMs: number
  readonly sync: 'full' | 'normal'
  /** Processor time of the process without a server, for each ms. */
  readonly idleCpuShare: number
}

async function measureIdleCpu(measureMs: number): Promise<number> {
  const recorder = createFigureRecorder()
  await sleep(measureMs)
  const { cpuMs, elapsedMs } = recorder.take()
  recorder.stop()
  return cpuMs / elapsedMs
}

async function measureBeat(load: Load, request: BeatRequest): Promise<BeatFigures> {
  const { database, zoneIds, active, measureMs, sync, idleCpuShare } = request
  let lags: number[] = []
  const recorder = createFigureRecorder({ lag: (_module, ms) => void lags.push(ms) })
  const startedAt = performance.now()
  const server = await startCrowdServer({ database, port: 0, sync, liftsRates: true, telemetry: recorder.telemetry })
  const startMs = performance.now() - startedAt
  try {
    const watched = zoneIds.slice(0, active)
    if (active > 0)
      await load.play({
        url: server.url,
        players: 1,
        zoneIds: watched,
        watches: 'all',
        mode: 'delta',
        movesPerSecond: 0,
      })
    await sleep(everyMs)
    lags = []
    recorder.take()
    await sleep(measureMs)
    const figures = recorder.take()
    const beats = wholeBeats(lags)
    return {
      stored: zoneIds.length,
      active,
      startMs,
      cpuMsPerBeat: Math.max(0, figures.cpuMs - idleCpuShare * figures.elapsedMs) / (figures.elapsedMs / everyMs),
      stepsPerBeat: percentiles(beats.map((steps) => steps.length)).p50,
      lastStepMs: percentiles(beats.map((steps) => steps.at(-1) ?? 0)).p50,
      rssMb: figures.rssMb,
    }
  } finally {
    await load.close()
    recorder.stop()
    await server.stop()
  }
}

/** Within a beat each step begins later than the one before. The first and the last beat may be cut off. */
function wholeBeats(lags: readonly number[]): readonly (readonly number[])[] {
  const beats: number[][] = []
  for (const [index, ms] of lags.entries())
    if (index === 0 || ms < (lags[index - 1] ?? 0)) beats.push([ms])
    else beats.at(-1)?.push(ms)
  return beats.slice(1, -1)
}
