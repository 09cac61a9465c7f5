import { type ClientMessage, clientMessageSchema, toFieldErrors } from '@gridtick/protocol'
import type { Refused } from '@gridtick/protocol/codes'
import { parseJson } from 'gridtick/internal'
import { readPlainIntent } from './read-plain-intent.ts'

export type ReadMessage =
  | { readonly ok: true; readonly message: ClientMessage }
  | { readonly ok: false; readonly refused: Refused }

/** A frame of four kilobytes can hold hundreds of unknown keys; the answer names the first few. */
const errorsMax = 8

/** Reads one text frame. Everything that is no message is refused `bad_frame`, with pointers to what is wrong. Pure. */
export function readMessage(text: string, jsonDepthMax: number): ReadMessage {
  const parsed = parseJson(text, jsonDepthMax)
  if (!parsed.ok) return { ok: false, refused: { code: 'bad_frame', message: parsed.message } }
  const intent = readPlainIntent(parsed.value)
  if (intent !== undefined) return { ok: true, message: intent }
  const checked = clientMessageSchema.safeParse(parsed.value)
  if (checked.success) return { ok: true, message: checked.data }
  const errors = toFieldErrors(checked.error.issues).slice(0, errorsMax)
  return { ok: false, refused: { code: 'bad_frame', message: 'This is not a message of the protocol.', errors } }
}
