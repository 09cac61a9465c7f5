import { type Engine, pauseStalledZone } from '@gridtick/engine'
import { describeStall, readStallReport, removeStallReport } from '../process/watchdog/stall-report.ts'

/** Pauses the zone that the watchdog ended the last server for, if it did, before anything of it runs. */
export async function pauseLastStalled(engine: Engine, storagePath: string): Promise<void> {
  const stall = readStallReport(storagePath)
  if (stall !== undefined) {
    const error = describeStall(stall)
    engine.logger.error({ ...stall }, `the watchdog ended the last server: ${error}`)
    if (stall.zoneId !== undefined) await pauseStalledZone(engine, { zoneId: stall.zoneId, error })
  }
  removeStallReport(storagePath)
}
