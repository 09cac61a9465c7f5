import type { Actor, LimitName, Limits } from '@gridtick/engine/ports'
import { protocolVersion, type ServerMessage } from '@gridtick/protocol'

/** The limits that a client can keep to, or run into. */
const clientLimits = [
  'frameBytesMax',
  'jsonDepthMax',
  'messagesPerSecond',
  'messagesBurst',
  'bytesPerSecond',
  'bytesBurst',
  'rateLimitedMs',
  'pendingMessagesMax',
  'subscriptionsPerConnectionMax',
  'handshakesPerPlayerPerMinute',
  'silenceMs',
  'congestedMs',
  'viewBytesMax',
  'intentsPerPlayerMax',
  'settledSeqsMax',
] as const satisfies readonly LimitName[]

/** The answer to a hello. */
export function welcomeMessage(options: {
  readonly player: Actor
  readonly connectionId: string
  readonly serverVersion: string
  readonly limits: Limits
}): ServerMessage {
  const { player, connectionId, serverVersion, limits } = options
  return {
    type: 'welcome',
    playerId: player.playerId,
    displayName: player.displayName,
    role: player.role,
    connectionId,
    protocol: protocolVersion,
    server: serverVersion,
    limits: Object.fromEntries(clientLimits.map((name) => [name, limits[name]])),
    heartbeatMs: limits.heartbeatMs,
  }
}
