import { describeStall, readStallReport } from '@gridtick/server'
import type { Check } from './check.ts'

/** Whether a module held the last server until its watchdog ended it. Undefined: it did not. */
export function checkStall(databasePath: string): Check | undefined {
  const stall = readStallReport(databasePath)
  if (stall === undefined) return undefined
  const zone = stall.zoneId === undefined ? 'No zone is known for it.' : `It pauses the zone ${stall.zoneId}.`
  return {
    name: 'watchdog',
    status: 'warning',
    message: `the last server ended with code 70: ${describeStall(stall)}`,
    todo: `Start the server again. ${zone}`,
  }
}
