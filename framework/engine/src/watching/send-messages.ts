import type { WrittenMessage, WrittenResult } from '@gridtick/protocol/codecs'
import { errorMessage, given, type Refused, settledIntent } from '@gridtick/protocol/codes'
import type { IntentWaiter } from '../inputs/input.ts'
import type { MessageKind } from '../ports/connection-outlet.ts'
import type { IntentSettled } from '../ports/zone-answers.ts'
import type { ZoneNotice } from '../ports/zone-notice.ts'
import type { Engine } from '../zone/engine.ts'
import type { Moment } from '../zone/moment.ts'
import type { Subscription } from '../zone/subscription.ts'
import type { Zone } from '../zone/zone.ts'
import { publicConfigOf } from './public-config.ts'

/** The messages about one zone that are no frames. */

/** An answer that belongs to no subscription: JSON text, which every codec reads. */
export function sendMessage(
  { outlet }: Pick<Engine, 'outlet'>,
  connectionId: string,
  message: WrittenMessage | WrittenResult,
  kind: MessageKind = 'answer',
): void {
  outlet.send(connectionId, JSON.stringify(message), kind)
}

/** What is said of a zone. For one who watches it, its subscription's writer writes it, from `subscribed` on. */
export function sendZoneMessage(engine: Engine, zone: Zone, connectionId: string, message: WrittenMessage): void {
  const subscription = zone.watching.subscriptions.get(connectionId)
  if (subscription?.phase !== 'watching') {
    sendMessage(engine, connectionId, message)
    return
  }
  const frame = subscription.writer.message(message)
  if (frame !== undefined) engine.outlet.send(connectionId, frame, 'answer')
}

/** What became of intents of one connection, in their order. Of one who watches the zone, its subscription's writer writes it. */
function sendResults(
  engine: Engine,
  zone: Zone,
  connectionId: string,
  results: readonly [WrittenResult, ...WrittenResult[]],
): void {
  const subscription = zone.watching.subscriptions.get(connectionId)
  if (subscription?.phase !== 'watching')
    for (const result of results) sendMessage(engine, connectionId, result, 'final')
  else
    for (const { frame, count } of subscription.writer.results(results))
      engine.outlet.send(connectionId, frame, 'final', count)
}

export function sendSubscribed(
  engine: Engine,
  zone: Zone,
  { connectionId, ref, mode, player }: Subscription,
  { tick }: Moment,
): void {
  const member = zone.committed.members.get(player.playerId)
  const queuedSeq = zone.queue.highestSeq(player.playerId)
  const { config, bounds } = publicConfigOf(zone.info, zone.module)
  sendZoneMessage(engine, zone, connectionId, {
    type: 'subscribed',
    zoneId: zone.id,
    ...given({ ref }),
    module: zone.module.name,
    tick,
    ...zone.schedule.told,
    ...given({ bounds }),
    ...(Object.keys(config).length === 0 ? {} : { config: config as MutableConfig }),
    mode,
    lastSeq: member?.lastSeq ?? 0,
    ...(queuedSeq === 0 ? {} : { queuedSeq }),
    ...given({ memberSince: member?.memberSince }),
  })
}

type MutableConfig = NonNullable<Extract<WrittenMessage, { type: 'subscribed' }>['config']>

/** `kind`: `final` for what has one final answer. */
export function sendRefusal(
  engine: Engine,
  connectionId: string,
  refused: Refused,
  { ref, kind }: { readonly ref?: string | undefined; readonly kind?: MessageKind } = {},
): void {
  sendMessage(engine, connectionId, errorMessage(refused, ref), kind)
}

/** The queue holds no more joins and leaves of this player. */
export function sendTooManyWait(
  engine: Engine,
  zone: Zone,
  connectionId: string,
  answered: Parameters<typeof sendRefusal>[3],
): void {
  const message = 'Too many joins and leaves are waiting.'
  sendRefusal(engine, connectionId, { code: 'queue_full', message, retryAfterMs: zone.schedule.stepMs }, answered)
}

/** What became of an intent, for one who waits for it. */
export type Told = { readonly waiter: IntentWaiter; readonly settled: IntentSettled }

/** Answers those who wait for their intents: connections first. All answers to one connection are written together. */
export function tellSettled(engine: Engine, zone: Zone, told: readonly Told[]): void {
  const byConnection = new Map<string, [WrittenResult, ...WrittenResult[]]>()
  for (const { waiter, settled } of told) {
    if (waiter.kind !== 'connection') continue
    const duplicate = waiter.isDuplicate ? ({ duplicate: true } as const) : {}
    const result = { ...settledIntent(zone.id, settled), ...given({ ref: waiter.ref }), ...duplicate }
    const results = byConnection.get(waiter.connectionId)
    if (results === undefined) byConnection.set(waiter.connectionId, [result])
    else results.push(result)
  }
  for (const [connectionId, results] of byConnection) sendResults(engine, zone, connectionId, results)
  for (const { waiter, settled } of told) {
    if (waiter.kind === 'operation')
      engine.outlet.settled(waiter.operation, waiter.isDuplicate ? { ...settled, duplicate: true } : settled)
    else if (waiter.kind === 'player')
      engine.outlet.sendToPlayer(waiter.playerId, JSON.stringify(settledIntent(zone.id, settled)))
  }
}

export function sendZoneStatus(engine: Engine, zone: Zone, connectionId: string, code?: string): void {
  sendZoneMessage(engine, zone, connectionId, {
    type: 'zone_status',
    zoneId: zone.id,
    status: zone.life.status,
    ...given({ code }),
  })
}

/** Tells the program around the server what happened to a zone, which is stored by now. */
export function notice(engine: Pick<Engine, 'outlet'>, zone: Pick<Zone, 'id' | 'module'>, what: Happened): void {
  engine.outlet.noticed({ zoneId: zone.id, module: zone.module.name, ...what })
}

type Happened<Notice = ZoneNotice> = Notice extends ZoneNotice ? Omit<Notice, 'zoneId' | 'module'> : never

/** All who watch. */
export function tellStatus(engine: Engine, zone: Zone): void {
  for (const { connectionId } of zone.watching.subscriptions.all()) sendZoneStatus(engine, zone, connectionId)
}
