import type { JsonObject } from 'gridtick'
import type { Message } from '../kinds.ts'
import type { Region } from '../region.ts'
import { isoTime, tell, tellEveryone } from './tell.ts'

/** Tells a message to those it is for: all, or its two ends. */
export function tellMessage(region: Region, message: Message): void {
  const { scope, fromId, toId } = message.data
  if (scope === 'broadcast') tellEveryone(region, 'chat.message', messageRecord(message))
  else tell(region, toId === null ? [fromId] : [fromId, toId], 'chat.message', messageRecord(message))
}

/** A message as it is sent. It names its captains; their ids are in the answer of the query. */
export function messageRecord({ data: { number, at, scope, fromName, toName, content } }: Message): JsonObject {
  const record = { id: number, timestamp: isoTime(at), type: scope, fromName, content }
  return toName === null ? record : { ...record, toName }
}
