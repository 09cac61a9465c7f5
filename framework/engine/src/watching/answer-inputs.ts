import { given, type Refused } from '@gridtick/protocol/codes'
import { assertNever } from 'gridtick/internal'
import { type Input, type IntentInput, playerOf } from '../inputs/input.ts'
import type { IntentSettled } from '../ports/zone-answers.ts'
import type { Engine } from '../zone/engine.ts'
import type { Moment } from '../zone/moment.ts'
import type { StepPlan } from '../zone/step-plan.ts'
import type { Zone } from '../zone/zone.ts'
import { dropSubscription } from './end-subscription.ts'
import { sendMessage, sendRefusal, sendSubscribed, type Told, tellSettled } from './send-messages.ts'

/**
 * Tells everybody what became of what they asked, after the commit: first those who joined, then results of intents,
 * then those whose membership ended.
 */
export function answerInputs(engine: Engine, zone: Zone, { settlement }: StepPlan, moment: Moment): void {
  for (const input of settlement.inputs)
    if (input.kind === 'join') answerJoin(engine, zone, input, settlement.joins.get(input) ?? moment)
  for (const settled of settlement.intents.values())
    engine.telemetry.intent(zone.module.name, settled.code === 'intent_failed' ? 'failed' : settled.outcome)
  tellSettled(engine, zone, toldOf(settlement.intents))
  for (const input of settlement.inputs) if (input.kind === 'leave') answerLeave(engine, zone, input)
  for (const [playerId, member] of settlement.members)
    if (member === undefined) endSubscriptions(engine, zone, playerId, 'removed')
}

/** Each who waits for one of these, with what became of it. */
function toldOf(intents: Iterable<readonly [IntentInput, IntentSettled]>): readonly Told[] {
  return [...intents].flatMap(([{ waiters }, settled]) => waiters.map((waiter) => ({ waiter, settled })))
}

/** Answers inputs that no step will settle any more, as the zone or the server ends. They leave the queue. */
export function refuseInputs(engine: Engine, zone: Zone, inputs: readonly Input[], refused: Refused): void {
  for (const input of inputs) {
    switch (input.kind) {
      case 'intent': {
        const { code, message } = refused
        const seq = given({ seq: input.seq })
        const settled = { intentId: input.intent.id, ...seq, outcome: 'refused', code, message } as const
        tellSettled(engine, zone, toldOf([[input, settled]]))
        break
      }
      case 'join':
        answerJoin(engine, zone, input, refused)
        break
      case 'leave':
        if (input.connectionId !== undefined)
          sendRefusal(engine, input.connectionId, refused, { ref: input.ref, kind: 'final' })
        break
      case 'presence':
        break
      default:
        assertNever(input)
    }
  }
  zone.queue.settle(inputs)
}

/** `answer`: why not, or the moment in which the join was stored. */
function answerJoin(engine: Engine, zone: Zone, join: Input, answer: Refused | Moment): void {
  for (const subscription of zone.watching.subscriptions.ofPlayer(playerOf(join))) {
    if (subscription.phase !== 'joining' || subscription.join !== join) continue
    if ('tick' in answer) {
      subscription.phase = 'watching'
      sendSubscribed(engine, zone, subscription, answer)
      engine.outlet.began({ connectionId: subscription.connectionId, zoneId: zone.id, watch: subscription.watch })
    } else {
      dropSubscription(engine, zone, subscription.connectionId)
      sendRefusal(engine, subscription.connectionId, answer, { ref: subscription.ref })
    }
  }
}

function answerLeave(
  engine: Engine,
  zone: Zone,
  { playerId, connectionId, ref }: Extract<Input, { kind: 'leave' }>,
): void {
  endSubscriptions(engine, zone, playerId, 'left', connectionId)
  if (connectionId === undefined) return
  const names = given({ ref })
  sendMessage(engine, connectionId, { type: 'unsubscribed', zoneId: zone.id, ...names, reason: 'left' }, 'final')
}

/** Ends what a player watches here. A join that waits for a later tick stays. */
export function endSubscriptions(
  engine: Engine,
  zone: Zone,
  playerId: string,
  reason: 'removed' | 'left',
  toldAlready?: string,
): void {
  for (const { connectionId, join, phase } of zone.watching.subscriptions.ofPlayer(playerId)) {
    if (phase === 'joining' && join !== undefined && zone.queue.has(join)) continue
    dropSubscription(engine, zone, connectionId)
    if (connectionId !== toldAlready)
      sendMessage(engine, connectionId, { type: 'unsubscribed', zoneId: zone.id, reason })
  }
}
