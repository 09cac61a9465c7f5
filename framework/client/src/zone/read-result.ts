import { given } from '@gridtick/protocol/codes'
import type { ServerMessage } from '@gridtick/protocol/messages'
import type { IntentResult } from '../joined-zone.ts'

/** The answer to an intent as a program gets it. */
export function readResult(message: Extract<ServerMessage, { type: 'intent_result' }>): IntentResult {
  const { outcome, tick, code, message: text, details, errors, retryable, retryAfterMs, duplicate } = message
  const again = given({ duplicate })
  const told = given({ details })
  if (outcome === 'applied') return { outcome, tick: tick ?? 0, ...told, ...again }
  return {
    outcome,
    code: code ?? 'internal',
    message: text ?? 'Refused.',
    ...told,
    ...given({ errors }),
    retryable: retryable ?? false,
    ...given({ retryAfterMs, tick }),
    ...again,
  }
}
