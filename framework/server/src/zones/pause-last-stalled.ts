import { type Engine, pauseStalledZone } from '@gridtick/engine'
import {
  describeStall,
  readStallReport,
  removeStallReport,
  type StallReport,
} from '../process/watchdog/stall-report.ts'

/**
 * Pauses the zone that the watchdog ended the last zones for, if it did, before anything of it runs. `lastStall`: what is
 * known of that in this process; else a note beside the storage may say.
 */
export async function pauseLastStalled(
  engine: Engine,
  { storagePath, lastStall }: { readonly storagePath: string | undefined; readonly lastStall: StallReport | undefined },
): Promise<void> {
  const noted = storagePath === undefined ? undefined : readStallReport(storagePath)
  const stall = lastStall ?? noted
  if (stall !== undefined) {
    const error = describeStall(stall)
    const who = stall.hasExited ? 'a module' : 'the watchdog'
    engine.logger.error({ ...stall }, `${who} ended the last ${lastStall ? 'zones' : 'server'}: ${error}`)
    if (stall.zoneId !== undefined) await pauseStalledZone(engine, { zoneId: stall.zoneId, error })
  }
  if (storagePath !== undefined) removeStallReport(storagePath)
}
