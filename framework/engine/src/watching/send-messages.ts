import type { ServerMessage } from '@gridtick/protocol'
import { isRetryable, type Refused } from '@gridtick/protocol/codes'
import type { IntentWaiter } from '../inputs/input.ts'
import type { TextKind } from '../ports/connection-outlet.ts'
import type { IntentSettled } from '../ports/zone-answers.ts'
import { encodeMessage } from '../view/encode-frame.ts'
import { stepEveryMs } from '../zone/beat.ts'
import type { Engine } from '../zone/engine.ts'
import type { Moment } from '../zone/moment.ts'
import type { Subscription } from '../zone/subscription.ts'
import type { Zone } from '../zone/zone.ts'
import { publicConfigOf } from './public-config.ts'

/** The messages about one zone that are no frames. */

type Message = Exclude<ServerMessage, { type: 'tick' }>

export function sendMessage(
  { outlet }: Pick<Engine, 'outlet'>,
  connectionId: string,
  message: Message,
  kind: TextKind = 'answer',
): void {
  outlet.send(connectionId, encodeMessage(message), kind)
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
  sendMessage(engine, connectionId, {
    type: 'subscribed',
    zoneId: zone.id,
    ...(ref === undefined ? {} : { ref }),
    module: zone.module.name,
    tick,
    everyMs: zone.info.everyMs,
    ...(bounds === undefined ? {} : { bounds }),
    ...(Object.keys(config).length === 0 ? {} : { config: config as MutableConfig }),
    mode,
    lastSeq: member?.lastSeq ?? 0,
    ...(queuedSeq === 0 ? {} : { queuedSeq }),
    ...(member === undefined ? {} : { memberSince: member.memberSince }),
  })
}

type MutableConfig = NonNullable<Extract<Message, { type: 'subscribed' }>['config']>

/** `kind`: `final` for what has one final answer. */
export function sendRefusal(
  engine: Engine,
  connectionId: string,
  refused: Refused,
  { ref, kind }: { readonly ref?: string | undefined; readonly kind?: TextKind } = {},
): void {
  const message: Message = {
    type: 'error',
    code: refused.code,
    message: refused.message,
    ...(ref === undefined ? {} : { ref }),
    retryable: isRetryable(refused.code),
    ...(refused.retryAfterMs === undefined ? {} : { retryAfterMs: refused.retryAfterMs }),
    ...(refused.errors === undefined ? {} : { errors: [...refused.errors] }),
  }
  sendMessage(engine, connectionId, message, kind)
}

/** The queue holds no more joins and leaves of this player. */
export function sendTooManyWait(
  engine: Engine,
  zone: Zone,
  connectionId: string,
  answered: Parameters<typeof sendRefusal>[3],
): void {
  const message = 'Too many joins and leaves are waiting.'
  sendRefusal(engine, connectionId, { code: 'queue_full', message, retryAfterMs: stepEveryMs(zone) }, answered)
}

/** Tells one who waits what became of an intent. */
export function tellSettled(engine: Engine, zoneId: string, waiter: IntentWaiter, settled: IntentSettled): void {
  switch (waiter.kind) {
    case 'operation':
      engine.outlet.settled(waiter.operation, waiter.isDuplicate ? { ...settled, duplicate: true } : settled)
      return
    case 'player':
      engine.outlet.sendToPlayer(waiter.playerId, encodeMessage(resultMessage(zoneId, settled)))
      return
    case 'connection': {
      const ref = waiter.ref === undefined ? {} : { ref: waiter.ref }
      const duplicate = waiter.isDuplicate ? ({ duplicate: true } as const) : {}
      sendMessage(engine, waiter.connectionId, { ...resultMessage(zoneId, settled), ...ref, ...duplicate }, 'final')
    }
  }
}

function resultMessage(zoneId: string, settled: IntentSettled): Extract<Message, { type: 'intent_result' }> {
  const { details, ...rest } = settled
  return {
    type: 'intent_result',
    zoneId,
    ...rest,
    ...(details === undefined ? {} : { details: details as MutableJson }),
    ...(settled.code === undefined ? {} : { retryable: isRetryable(settled.code) }),
  }
}

type MutableJson = NonNullable<Extract<Message, { type: 'intent_result' }>['details']>

export function sendZoneStatus(engine: Engine, zone: Zone, connectionId: string, code?: string): void {
  sendMessage(engine, connectionId, {
    type: 'zone_status',
    zoneId: zone.id,
    status: zone.life.status,
    ...(code === undefined ? {} : { code }),
  })
}

/** All who watch. */
export function tellStatus(engine: Engine, zone: Zone): void {
  for (const { connectionId } of zone.watching.subscriptions.all()) sendZoneStatus(engine, zone, connectionId)
}
