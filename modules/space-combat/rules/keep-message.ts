import { type Message, messageId, type Ship } from '../kinds.ts'
import { captainOf } from '../lookup.ts'
import type { Region } from '../region.ts'
import { offMap } from '../world/off-map.ts'
import { numberedTogether } from './message-ids.ts'

/** Keeps a message to all, and forgets the oldest where there are too many. */
export function keepMessage(
  region: Region,
  { from, content }: { readonly from: Ship; readonly content: string },
): Message {
  const { entities, state, now, balance } = region
  const number = state.nextMessage
  region.changeState({ numberedTogether: numberedTogether(state), nextMessage: number + 1 })
  const oldest = entities.get(messageId(number - balance.chat.keptMax))
  if (oldest !== undefined) entities.delete(oldest)
  const said = { at: now, fromId: captainOf(from), fromName: from.data.name, content }
  return entities.create({
    id: messageId(number),
    kind: 'message',
    ...offMap,
    data: { ...said, number, scope: 'broadcast', toId: null, toName: null },
  })
}
