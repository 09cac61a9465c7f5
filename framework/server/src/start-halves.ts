import {
  defaultLimits,
  type Limits,
  reportToBoth,
  systemClock,
  type ZoneLink,
  type ZoneNotice,
} from '@gridtick/engine/ports'
import { assert } from 'gridtick/internal'
import type { FilledOptions } from './game-server-options.ts'
import { containTelemetry } from './observe/contain.ts'
import { createMetrics } from './observe/metrics.ts'
import { noteFaults } from './observe/note-faults.ts'
import { createSocketsHalf, type SocketsHalf } from './sockets/create-sockets-half.ts'
import { outletTo } from './sockets/outlet-to.ts'
import { openZonesHere } from './zones/open-zones-here.ts'
import { openZoneThread } from './zones/thread/open-zone-thread.ts'
import type { ZoneHalf } from './zones/zone-half.ts'

/** The two halves of a server, which run. */
export type RunningHalves = {
  /** Where it listens: `http://HOST:PORT`. */
  readonly url: string
  readonly zones: ZoneLink
  stop(): Promise<void>
}

/**
 * Starts the half with the zones, and then the half with the sockets. Rejects with a StorageError when the database is in use
 * by another server, unreadable or corrupt, and with an error that has Node's `code` and says what to do when it cannot
 * listen.
 */
export async function startHalves(
  options: FilledOptions,
  onNotice: (notice: ZoneNotice) => void,
): Promise<RunningHalves> {
  const { port, host, development, zoneThread } = options
  const clock = systemClock
  const limits: Limits = { ...defaultLimits, ...options.limits }
  const noted = development === undefined ? undefined : noteFaults(options.logger, clock)
  const logger = noted?.logger ?? options.logger
  const metrics = createMetrics()
  const counted = containTelemetry(metrics.telemetry, logger)
  const telemetry =
    options.telemetry === undefined ? counted : reportToBoth(counted, containTelemetry(options.telemetry, logger))
  const shared = { limits, clock, logger, telemetry }

  let sockets: SocketsHalf | undefined
  const requireSockets = (): SocketsHalf => {
    assert(sockets !== undefined, 'zones that have begun have sockets')
    return sockets
  }
  const zones = {
    ...shared,
    storage: options,
    modules: options.modules,
    outlet: outletTo(() => requireSockets().outlet),
    development,
    onCorrupt: options.onCorrupt,
    ownProcess: options.ownProcess,
  }
  const zoneHalf =
    zoneThread === 'worker'
      ? await openZoneThread({
          ...zones,
          threadImports: options.threadImports ?? [],
          onLost: () => requireSockets().zonesLost(),
          onBack: () => requireSockets().zonesBack(),
        })
      : await openZonesHere({ ...zones, isLinked: zoneThread === 'linked' })

  try {
    sockets = createSocketsHalf({
      ...options,
      ...shared,
      metrics,
      development: development && noted && { ...development, faults: noted.faults },
      zoneHalf,
      onNotice,
    })
    await zoneHalf.begin()
    const url = urlOf(host, await sockets.listen({ port, host }))
    zoneHalf.noteUrl(url)
    return { url, zones: zoneHalf.zones, stop: () => stopHalves(zoneHalf, sockets) }
  } catch (error) {
    await stopHalves(zoneHalf, sockets).catch((why) =>
      logger.error({ err: why }, 'what was open of a server that did not start did not stop in order'),
    )
    throw explainListening(error, { port, host })
  }
}

/** Stops all of it, whatever fails on the way. `sockets`: undefined where there are none yet. */
async function stopHalves(zones: ZoneHalf, sockets: SocketsHalf | undefined): Promise<void> {
  zones.drain()
  sockets?.drain()
  try {
    await zones.settle()
  } finally {
    await sockets?.close()
    await zones.close()
  }
}

/** Node.js says little more than a code; it stays. */
function explainListening(error: unknown, { port, host }: { readonly port: number; readonly host: string }): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const why = whyNotListening[code]
  if (why === undefined || !(error instanceof Error && 'syscall' in error)) return error
  return Object.assign(new Error(`The server cannot listen at ${host}, port ${port}: ${why}`, { cause: error }), {
    code,
  })
}

const whyNotListening: Readonly<Record<string, string>> = {
  EADDRINUSE: 'another program listens there. Stop it, or choose another port, or 0 for any free one.',
  EACCES: 'that is not permitted. Choose a port from 1024 on.',
  EADDRNOTAVAIL: 'this machine has no such address. Use 127.0.0.1, or 0.0.0.0 for all of them.',
  ENOTFOUND: 'this machine has no such address. Use 127.0.0.1, or 0.0.0.0 for all of them.',
}

function urlOf(host: string, port: number): string {
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`
}
