import type { Actor, Limits, Logger, PlayZones } from '@gridtick/engine/ports'
import { type ClientMessage, readIntent, type ServerMessage } from '@gridtick/protocol'
import { errorMessage, given, type Refused, refusedIntent } from '@gridtick/protocol/codes'
import { assertNever } from 'gridtick/internal'
import { refusedByFault } from './answers.ts'
import type { WatchedZones } from './watched-zones.ts'

/** Whose message it is, and where it and its answers go. */
export type MessageContext = {
  readonly connectionId: string
  readonly player: Actor
  readonly host: PlayZones
  readonly limits: Limits
  readonly logger: Logger
  readonly watched: WatchedZones
  readonly isCongested: boolean
  readonly subprotocol: string | undefined
  send(message: ServerMessage): void
  /** An intent or a leave goes to the zones, which have one final answer to each; or it has failed there. */
  countUnanswered(change: 1 | -1): void
  /** The message cost the server so much that it counts as a bad frame (FAIL-13). */
  countBad(refused: Refused): void
}

/**
 * Carries out one message of a connection that has said hello. The zone host is called before the first `await`, so
 * calls are made in the order of the messages. It answers subscriptions and intents itself; here are answered queries,
 * pings, and whatever was thrown. Never rejects.
 */
export async function handleMessage(message: ClientMessage, context: MessageContext): Promise<void> {
  if (hasFinalAnswer(message)) context.countUnanswered(1)
  try {
    await dispatch(message, context)
  } catch (error) {
    if (hasFinalAnswer(message)) context.countUnanswered(-1)
    context.send(faultAnswer(message, refusedByFault(error, context.logger)))
  }
}

async function dispatch(message: ClientMessage, context: MessageContext): Promise<void> {
  const { connectionId, player, host } = context
  switch (message.type) {
    case 'hello':
      return context.send(errorMessage({ code: 'conflict', message: 'This connection has said hello already.' }))
    case 'ping':
      return context.send({ type: 'pong', ...given({ at: message.at }) })
    case 'subscribe':
      return await subscribe(message, context)
    case 'unsubscribe':
      return await host.unsubscribe(place(message, connectionId))
    case 'leave':
      return await host.leave({ ...place(message, connectionId), player })
    case 'intent': {
      const numbered = given({ seq: message.seq })
      const intent = { ...place(message, connectionId), player, ...readIntent(message), ...numbered }
      const receipt = await host.submitIntent(intent)
      if (!receipt.accepted) countIfSlow(receipt.refused, context)
      return
    }
    case 'query':
      return await query(message, context)
    default:
      return assertNever(message)
  }
}

function hasFinalAnswer({ type }: ClientMessage): boolean {
  return type === 'intent' || type === 'leave'
}

async function subscribe(message: ClientMessage & { type: 'subscribe' }, context: MessageContext): Promise<void> {
  const { connectionId, player, host, watched, isCongested, subprotocol, limits } = context
  const { zoneId, mode = 'full', ref } = message
  const watch = watched.begin(zoneId, mode)
  if (watch === undefined) {
    const advice = `A connection watches at most ${limits.subscriptionsPerConnectionMax} zones; unsubscribe from one.`
    return context.send(errorMessage({ code: 'conflict', message: advice }, ref))
  }
  try {
    const request = { ...place(message, connectionId), watch, player, mode, isCongested, ...given({ subprotocol }) }
    await host.subscribe(request)
  } catch (error) {
    // Nobody may be there who says that it has ended.
    watched.end(zoneId, watch)
    throw error
  }
}

async function query(message: ClientMessage & { type: 'query' }, context: MessageContext): Promise<void> {
  const { zoneId, name, ref, input } = message
  const answer = await context.host.query({ zoneId, playerId: context.player.playerId, name, input: input ?? {} })
  if (!answer.ok) {
    context.send(errorMessage(answer.refused, ref))
    return countIfSlow(answer.refused, context)
  }
  const { tick, result } = answer.value
  // The host's JSON is read-only and the schema's is not: the same value.
  context.send({ type: 'query_result', zoneId, ref, name, tick, result: result as never })
}

function countIfSlow(refused: Refused, { countBad }: MessageContext): void {
  if (refused.code === 'invalid_slow') countBad(refused)
}

/** An intent has a final answer of its own; all else is answered by `error`. */
function faultAnswer(message: ClientMessage, refused: Refused): ServerMessage {
  const ref = 'ref' in message ? message.ref : undefined
  if (message.type !== 'intent') return errorMessage(refused, ref)
  return refusedIntent(message.zoneId, message, refused)
}

function place(message: { zoneId: string; ref?: string | undefined }, connectionId: string) {
  return { connectionId, zoneId: message.zoneId, ...given({ ref: message.ref }) }
}
