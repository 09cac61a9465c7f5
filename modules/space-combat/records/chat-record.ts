import { isoTime } from 'gridtick'
import { z } from 'zod'
import type { Letter, Message, RegionState } from '../kinds.ts'
import { idOfLetter, idOfMessage } from '../rules/message-ids.ts'
import { timeSchema } from './time-schema.ts'

export const chatMessageSchema = z.strictObject({
  id: z.int(),
  timestamp: timeSchema,
  type: z.enum(['broadcast', 'direct']),
  fromName: z.string(),
  content: z.string(),
  /** Not there in a message to all. */
  toName: z.string().optional(),
})
export type ChatMessage = Readonly<z.output<typeof chatMessageSchema>>

/** A message as it is sent. It names its captains; their ids are in the answer of the query. */
export function messageRecord(message: Message, state: RegionState): ChatMessage {
  const { at, scope, fromName, toName, content } = message.data
  const record = { id: idOfMessage(message, state), timestamp: isoTime(at), type: scope, fromName, content }
  return toName === null ? record : { ...record, toName }
}

/** The same of a direct one. */
export function letterRecord(letter: Letter, state: RegionState): ChatMessage {
  const { at, fromName, toName, content } = letter
  return { id: idOfLetter(letter, state), timestamp: isoTime(at), type: 'direct', fromName, content, toName }
}
