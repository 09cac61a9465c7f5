import type { Clock } from '@gridtick/engine/ports'
import type { Gateway } from '../gateway/gateway.ts'
import type { Metrics } from '../observe/metrics.ts'
import { droppedLogLines } from '../process/log-outlet.ts'
import { answerWithin } from '../requests/answer-within.ts'
import type { ZoneHalf } from '../zones/zone-half.ts'

/** So long the zones have to say what waits for their storage, ms. */
const waitingMs = 1_000

/** What is read when the metrics are: how much there is of everything that has a bound. */
export function addServerGauges(
  { addGauge }: Metrics,
  {
    zoneHalf,
    gateway,
    clock,
  }: {
    readonly zoneHalf: Pick<ZoneHalf, 'zones' | 'storageWaiting'>
    readonly gateway: Pick<Gateway, 'stats'>
    readonly clock: Pick<Clock, 'after'>
  },
): void {
  let storageWaiting = 0
  /** Where a module holds the zones, what they said last. */
  const readWaiting = async () => {
    const asked = Promise.resolve(zoneHalf.storageWaiting())
    storageWaiting = (await answerWithin(asked, { clock, ms: waitingMs })) ?? storageWaiting
    return storageWaiting
  }
  /** One look at the zones serves all gauges that are read together. */
  let looked: ReturnType<typeof zoneHalf.zones.health> | undefined
  const health = () => {
    looked ??= zoneHalf.zones.health().finally(() => {
      looked = undefined
    })
    return looked
  }
  const gauge = (name: string, help: string, read: () => number | Promise<number>) =>
    addGauge({ name: `gridtick_${name}`, help, read })
  addGauge({
    name: 'gridtick_zones',
    help: 'Stored zones by status',
    label: 'status',
    read: async () => (await health()).zonesByStatus,
  })
  gauge('zones_loaded', 'Zones in memory', async () => (await health()).loadedZones)
  gauge('zones_active', 'Zones that step', async () => (await health()).activeZones)
  gauge('inputs_queued', 'Inputs that wait for a step, in all zones', async () => (await health()).queuedInputs)
  gauge('log_lines_dropped', 'Lines of the log that nobody read', droppedLogLines)
  gauge('storage_queue', 'Operations of the database that run or wait for their turn', readWaiting)
  gauge('connections', 'Open sockets', () => gateway.stats().sockets)
  gauge('connections_unauthenticated', 'Sockets that have not said hello', () => gateway.stats().unauthenticated)
  gauge('connections_congested', 'Connections that take no more at the moment', () => gateway.stats().congested)
  gauge('intents_unanswered', 'Intents and leaves without a final answer', () => gateway.stats().unanswered)
  gauge('messages_pending', 'Messages that wait to be handled', () => gateway.stats().pendingMessages)
}
