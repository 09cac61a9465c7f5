import { readFileSync, rmSync } from 'node:fs'

/** Whom the watchdog ended the server for, or who ended the zones. */
export type StallReport = {
  /** ISO 8601. */
  readonly at: string
  readonly heldMs: number
  readonly module: string
  /** Undefined: code that a module started, and no hook that is known. */
  readonly hook: string | undefined
  readonly zoneId: string | undefined
  /** The function that it was in. */
  readonly place: string | undefined
  /** It held nothing: it called `process.exit()`. */
  readonly hasExited?: boolean | undefined
}

/** The file beside a database that a watchdog leaves for the next start. */
export function stallReportPath(databasePath: string): string {
  return `${databasePath}.stall.json`
}

/** Undefined: the watchdog did not end the last server, or what it left cannot be read. */
export function readStallReport(databasePath: string): StallReport | undefined {
  try {
    const report: unknown = JSON.parse(readFileSync(stallReportPath(databasePath), 'utf8'))
    if (typeof report !== 'object' || report === null) return undefined
    const text = (name: string) => {
      const value: unknown = Reflect.get(report, name)
      return typeof value === 'string' ? value : undefined
    }
    const heldMs = Number(Reflect.get(report, 'heldMs'))
    const [at, module] = [text('at'), text('module')]
    if (at === undefined || module === undefined || !Number.isFinite(heldMs)) return undefined
    const hasExited = Reflect.get(report, 'hasExited') === true
    return { at, heldMs, module, hook: text('hook'), zoneId: text('zoneId'), place: text('place'), hasExited }
  } catch {
    return undefined
  }
}

/** After what it says was done. */
export function removeStallReport(databasePath: string): void {
  rmSync(stallReportPath(databasePath), { force: true })
}

/** In words for the author of the module. */
export function describeStall({ at, heldMs, module, hook, place, hasExited }: StallReport): string {
  const what = hook === undefined ? 'code that it started' : hook
  if (hasExited)
    return `module ${module}: ${what} called process.exit() at ${at}, which ended all zones. Fix the module, then resume the zone.`
  const seconds = (heldMs / 1_000).toFixed(1)
  return `module ${module}: ${what} held the server for ${seconds} s at ${at}${place === undefined ? '' : `, in ${place}`}, and the watchdog ended it. Fix the module, then resume the zone.`
}
