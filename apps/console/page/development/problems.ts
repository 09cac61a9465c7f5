import type { DevelopmentReport, FailingZone } from './development-report.ts'

/** Something that whoever writes a module has to mend. */
export type Problem = {
  readonly title: string
  /** All there is to say. */
  readonly message: string
  /** The zones that it keeps from running, the first few. */
  readonly zones: readonly Pick<FailingZone, 'zoneId' | 'name'>[]
}

const zonesMax = 5

/**
 * What is to be mended. In a zone (`zoneId`), what is wrong with another one is not told: one's own runs. What is wrong with
 * a module is told everywhere.
 */
export function problemsOf(report: DevelopmentReport, zoneId: string | undefined): readonly Problem[] {
  const isHere = (one: { readonly zoneId: string }) => zoneId === undefined || one.zoneId === zoneId
  const isWaiting = ({ message }: FailingZone) => report.modules.length > 0 && waiting.test(message)
  const zones = report.zones.filter((zone) => isHere(zone) && !isWaiting(zone))
  const failing = new Set(report.zones.map((zone) => zone.zoneId))
  return [
    ...report.modules.map(({ entry, message }) => ({
      title: `The module ${entry} does not run`,
      message: message.replace(/^it cannot be loaded\.\s*/, ''),
      zones: [],
    })),
    // What keeps one zone of a module from running often keeps them all.
    ...[...new Set(zones.map(({ message }) => message))].map((message) => {
      const like = zones.filter((zone) => zone.message === message)
      return { title: titleOf(like), message, zones: like.slice(0, zonesMax) }
    }),
    ...report.faults
      .filter((fault) => isHere(fault) && !failing.has(fault.zoneId))
      .map(({ module, zoneId: id, message }) => ({
        title: `${module} went wrong`,
        message,
        zones: [{ zoneId: id, name: 'its zone' }],
      })),
  ]
}

/** In one line: its title, what is wrong, and where. */
export function headlineOf({ title, message }: Problem): string {
  const first = message.split('\n').find((line) => line.trim() !== '') ?? ''
  const what = first.replace(/module \S+, zone \S+, /, '').trim()
  const [where] = message.match(placeInCode) ?? []
  return `${title}: ${what}${where === undefined || what.includes(where) ? '' : ` (${where})`}`
}

/** Of zones that only wait for their module, the module's own problem says it all. */
const waiting = /of this zone cannot be loaded at the moment/

const placeInCode = /[^\s()]+\.[cm]?[jt]s:\d+(:\d+)?/

function titleOf(zones: readonly FailingZone[]): string {
  const [zone] = zones
  if (zones.length === 1 && zone !== undefined) return `The zone ${zone.name} does not run`
  return `${zones.length} zones do not run`
}
