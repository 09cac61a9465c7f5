import type { Actor, Limits, Logger } from '@gridtick/engine/ports'
import { type ClientMessage, closeCodes } from '@gridtick/protocol'
import type { Refused } from '@gridtick/protocol/codes'
import { refusedByFault } from './answers.ts'
import type { WindowedCounter } from './windowed-counter.ts'

/** Whom a token stands for, and until when (ms since the epoch); undefined if it is bad or expired. */
export type VerifyToken = (token: string) => Promise<VerifiedPlayer | undefined>

export type VerifiedPlayer = Actor & { readonly expiresAt: number }

export type Identity =
  | { readonly ok: true; readonly player: Actor; readonly expiresAt: number }
  | { readonly ok: false; readonly refused: Refused; readonly closeCode: number }

/**
 * Who is there, by the first message. Its own token counts before that of the upgrade. Refused are anything but a hello,
 * any token that is not good, and a player who comes more often than `handshakesPerPlayerPerMinute`. Never rejects.
 */
export async function identifyPlayer(options: {
  readonly message: ClientMessage
  readonly bearer: string | undefined
  readonly verifyToken: VerifyToken
  /** Handshakes of each player within a minute. */
  readonly handshakes: WindowedCounter
  readonly limits: Limits
  readonly logger: Logger
}): Promise<Identity> {
  const { message, bearer, verifyToken, handshakes, limits, logger } = options
  if (message.type !== 'hello') return unauthenticated('The first message must be hello.')
  const token = message.token ?? bearer
  if (token === undefined) return unauthenticated('There is no token, neither in hello nor on the upgrade.')
  try {
    const verified = await verifyToken(token)
    if (verified === undefined) return unauthenticated('The token is bad or has expired.')
    const { playerId, displayName, role, expiresAt } = verified
    if (handshakes.count(playerId) > limits.handshakesPerPlayerPerMinute) return tooOften(handshakes.remainingMs())
    return { ok: true, player: { playerId, displayName, role }, expiresAt }
  } catch (error) {
    return { ok: false, refused: refusedByFault(error, logger), closeCode: closeCodes.viewsFailing }
  }
}

function tooOften(retryAfterMs: number): Identity {
  const refused = { code: 'rate_limited', message: 'This player connects too often.', retryAfterMs }
  return { ok: false, refused, closeCode: closeCodes.rate }
}

function unauthenticated(message: string): Identity {
  return { ok: false, refused: { code: 'unauthenticated', message }, closeCode: closeCodes.unauthenticated }
}
