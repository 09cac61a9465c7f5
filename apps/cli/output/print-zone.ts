import { printJson, printLines } from './output.ts'

/** A zone as the server describes it to the debug role; others get less. */
export type ZoneAnswer = {
  readonly id: string
  readonly name: string
  readonly module: string
  readonly moduleVersion: string
  readonly status: string
  readonly createdAt: string
  readonly everyMs: number
  readonly players: { readonly members: number; readonly connected: number }
  readonly tick?: number
  readonly error?: string | null
  readonly result?: unknown
  readonly record?: boolean
}

/** Where a zone is found in REST. */
export function zonePath(zoneId: string): string {
  return `/v1/zones/${encodeURIComponent(zoneId)}`
}

/** A zone as JSON, or a line a fact. */
export function printZone(zone: ZoneAnswer, { json = false }: { readonly json?: boolean | undefined }): void {
  if (json) {
    printJson(zone)
    return
  }
  const { players, error, result } = zone
  const facts: readonly (readonly [string, string | undefined])[] = [
    ['id', zone.id],
    ['name', zone.name],
    ['module', `${zone.module} ${zone.moduleVersion}`],
    ['status', zone.status],
    ['tick', zone.tick?.toString()],
    ['every', zone.everyMs === 0 ? 'on demand' : `${zone.everyMs} ms`],
    ['players', `${players.members} members, ${players.connected} connected`],
    ['recorded', zone.record === undefined ? undefined : zone.record ? 'yes' : 'no'],
    ['created', zone.createdAt],
    ['result', result === undefined || result === null ? undefined : JSON.stringify(result)],
  ]
  const width = Math.max(...facts.map(([name]) => name.length))
  printLines(...facts.flatMap(([name, text]) => (text === undefined ? [] : [`${name.padEnd(width)}  ${text}`])))
  if (typeof error === 'string') printLines('', errorHeading(zone.status), ...error.split('\n'))
}

/**
 * A paused zone may have been paused because of its error, or by an operator who saw it come up in a tick by hand; one
 * that is open is tried again, as after a failed tick, or when its module can be loaded.
 */
function errorHeading(status: string): string {
  if (status === 'open') return 'It does not tick at the moment, and is tried again, because of this:'
  if (status === 'paused') return 'It is paused. What went wrong last:'
  return 'What went wrong last:'
}
