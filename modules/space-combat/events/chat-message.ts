import type { Letter, Message } from '../kinds.ts'
import { letterRecord, messageRecord } from '../records/chat-record.ts'
import type { Region } from '../region.ts'
import { tell, tellEveryone } from './tell.ts'

/** Tells a message to all. */
export function tellToAll(region: Region, message: Message): void {
  tellEveryone(region, 'chat.message', messageRecord(message, region.state))
}

/** Tells a direct message to one of its two ends. Each end has another id for it. */
export function tellDirect(region: Region, playerId: string, letter: Letter): void {
  tell(region, [playerId], 'chat.message', letterRecord(letter, region.state))
}
