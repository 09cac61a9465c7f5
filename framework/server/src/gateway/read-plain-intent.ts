import type { ClientMessage } from '@gridtick/protocol'
import { isObject } from 'gridtick/internal'

type IntentMessage = Extract<ClientMessage, { type: 'intent' }>

const fields = new Set(['type', 'zoneId', 'intent', 'payload', 'seq', 'ref'])
/** As the schema of the message has it. */
const nameLengthMax = 64

/**
 * An intent as clients send it, read by hand: it is most of what comes, and its schema takes longer than all else of
 * reading it. Undefined: it is another message, or none; the schema says which, and what is wrong with it.
 */
export function readPlainIntent(value: unknown): IntentMessage | undefined {
  if (!isObject(value) || value.type !== 'intent') return undefined
  for (const key of Object.keys(value)) if (!fields.has(key)) return undefined
  const { zoneId, intent, payload, seq, ref } = value
  if (!isName(zoneId) || zoneId === '' || !isName(intent)) return undefined
  if (payload !== undefined && !isObject(payload)) return undefined
  if (seq !== undefined && !(Number.isSafeInteger(seq) && (seq as number) >= 1)) return undefined
  if (ref !== undefined && !isName(ref)) return undefined
  return value as IntentMessage
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && value.length <= nameLengthMax
}
