import type { Refused } from '@gridtick/protocol/codes'
import { declarationOf, type IntentRate } from 'gridtick/internal'
import type { IntentRequest } from '../ports/zone-requests.ts'
import type { Engine } from '../zone/engine.ts'
import type { Zone } from '../zone/zone.ts'

/** Why a player may not ask for this so soon (INT-7); undefined: the player may. */
export function whyNotSoOften({ clock }: Engine, zone: Zone, request: IntentRequest): Refused | undefined {
  const rate = rateOf(zone, request)
  if (rate === undefined) return undefined
  const { type, player } = request
  const retryAfterMs = zone.rates.waitMs(player.playerId, type, rate, clock.monotonic())
  if (retryAfterMs === 0) return undefined
  const message = `At most ${rate.perSecond} a second of "${type}", and ${rate.burst} at once.`
  return { code: 'rate_limited', message, retryAfterMs }
}

/** The intent is queued: it counts. What is refused at the door costs nothing. */
export function countForRate({ clock }: Engine, zone: Zone, request: IntentRequest): void {
  const rate = rateOf(zone, request)
  if (rate !== undefined) zone.rates.take(request.player.playerId, request.type, rate, clock.monotonic())
}

/** An operator's intents have none. */
function rateOf({ module: { intents } }: Zone, { type, isDebug }: IntentRequest): IntentRate | undefined {
  const intent = isDebug || !Object.hasOwn(intents, type) ? undefined : intents[type]
  return intent && declarationOf(intent).rate
}
