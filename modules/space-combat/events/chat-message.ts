import { z } from 'zod'
import type { Letter, Message } from '../kinds.ts'
import type { Region } from '../region.ts'
import { idOfLetter, idOfMessage } from '../rules/message-ids.ts'
import { isoTime, tell, tellEveryone } from './tell.ts'

export const chatMessageSchema = z.strictObject({
  id: z.int(),
  timestamp: z.string(),
  type: z.enum(['broadcast', 'direct']),
  fromName: z.string(),
  content: z.string(),
  toName: z.string().optional(),
})
export type ChatMessage = Readonly<z.output<typeof chatMessageSchema>>

/** Tells a message to all. */
export function tellToAll(region: Region, message: Message): void {
  tellEveryone(region, 'chat.message', messageRecord(message, region.state))
}

/** Tells a direct message to one of its two ends. Each end has another id for it. */
export function tellDirect(region: Region, playerId: string, letter: Letter): void {
  tell(region, [playerId], 'chat.message', letterRecord(letter, region.state))
}

/** A message as it is sent. It names its captains; their ids are in the answer of the query. */
export function messageRecord(message: Message, state: Region['state']): ChatMessage {
  const { at, scope, fromName, toName, content } = message.data
  const record = { id: idOfMessage(message, state), timestamp: isoTime(at), type: scope, fromName, content }
  return toName === null ? record : { ...record, toName }
}

/** The same of a direct one. */
export function letterRecord(letter: Letter, state: Region['state']): ChatMessage {
  const { at, fromName, toName, content } = letter
  return { id: idOfLetter(letter, state), timestamp: isoTime(at), type: 'direct', fromName, content, toName }
}
