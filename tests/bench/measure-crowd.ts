import { setTimeout as sleep } from 'node:timers/promises'
import { measureBareSend } from './bare-send.ts'
import { createDatabaseFolder, startCrowdServer, storeZones } from './crowd-server.ts'
import { createFigureRecorder, type Figures } from './figures.ts'
import type { Load, LoadCount } from './load.ts'

/** Ticks whose frames are sent again bare. */
const bareTicksMax = 30

const everyMs = 100

export type CrowdScenario = {
  readonly players: number
  readonly entities: number
  /** Cells of each side. */
  readonly side: number
  readonly sight: number
  readonly mode: 'full' | 'delta'
  readonly movesPerSecond: number
  readonly sync: 'full' | 'normal'
}

export type CrowdFigures = CrowdScenario & {
  readonly figures: Figures
  readonly counted: LoadCount
  /** Messages of a tick (median). */
  readonly bareSendMicroseconds: number
}

/** One zone with players of another process; then the bare sending of the same bytes. */
export async function measureCrowd(
  load: Load,
  scenario: CrowdScenario,
  { warmMs, measureMs }: { readonly warmMs: number; readonly measureMs: number },
): Promise<CrowdFigures> {
  const { players, entities, side, sight, mode, movesPerSecond, sync } = scenario
  const folder = await createDatabaseFolder()
  let sizes: number[][] = [[]]
  const recorder = createFigureRecorder({
    frame: (bytes) => void sizes.at(-1)?.push(bytes),
    step() {
      if (sizes.length > bareTicksMax) sizes.shift()
      sizes.push([])
    },
  })
  try {
    const config = { entities, width: side, height: side, sight }
    const zoneIds = await storeZones(folder.path, { count: 1, config, everyMs })
    const server = await startCrowdServer({
      database: folder.path,
      port: 0,
      sync,
      liftsRates: false,
      telemetry: recorder.telemetry,
    })
    await load.play({ url: server.url, players, zoneIds, watches: 'one', mode, movesPerSecond })
    await sleep(warmMs)
    await load.count()
    sizes = [[]]
    recorder.take()
    await sleep(measureMs)
    const figures = recorder.take()
    const counted = await load.count()
    // The last one may be half a tick.
    const whole = sizes.slice(1, -1)
    await load.close()
    await server.stop()
    const bareSendMicroseconds = await measureBareSend(load, { sizes: whole, everyMs, sockets: players })
    return { ...scenario, figures, counted, bareSendMicroseconds }
  } finally {
    recorder.stop()
    await folder.remove()
  }
}
