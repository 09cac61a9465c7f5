import { isRetryable, type Refused } from './error-codes.ts'
import { given } from './given.ts'
import type { ServerMessage } from './server-message.ts'
import type { WireJson } from './wire-types.ts'

/** How a refusal is said over a socket. REST says it as a problem document (`server/rest/problem.ts`). */

type ErrorMessage = Extract<ServerMessage, { type: 'error' }>
type IntentResultMessage = Extract<ServerMessage, { type: 'intent_result' }>

/** Any request but an intent was refused. */
export function errorMessage(refused: Refused, ref?: string): ErrorMessage {
  const { code, message, retryAfterMs } = refused
  return {
    type: 'error',
    code,
    message,
    ...given({ ref }),
    retryable: isRetryable(code),
    ...given({ retryAfterMs, errors: refused.errors && [...refused.errors] }),
  }
}

/** An intent was refused at the door. It settles nothing: the same `seq` may be sent again. */
export function refusedIntent(
  zoneId: string,
  { seq, ref }: { readonly seq?: number | undefined; readonly ref?: string | undefined },
  refused: Refused,
): IntentResultMessage {
  const { code, message, retryAfterMs } = refused
  return {
    type: 'intent_result',
    zoneId,
    ...given({ seq, ref }),
    outcome: 'refused',
    code,
    message,
    ...given({ errors: refused.errors && [...refused.errors] }),
    retryable: isRetryable(code),
    ...given({ retryAfterMs }),
  }
}

/** An intent was settled, applied or refused, as it is stored. */
export function settledIntent(
  zoneId: string,
  settled: Omit<IntentResultMessage, 'type' | 'zoneId' | 'details'> & { readonly details?: unknown },
): IntentResultMessage {
  const { details, ...rest } = settled
  return {
    type: 'intent_result',
    zoneId,
    ...rest,
    // What is stored is read-only, and the message's type is not: the same value.
    ...given({ details: details as WireJson | undefined }),
    ...given({ retryable: settled.code === undefined ? undefined : isRetryable(settled.code) }),
  }
}
