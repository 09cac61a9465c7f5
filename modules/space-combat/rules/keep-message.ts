import { type Message, messageId, type Ship } from '../kinds.ts'
import type { Region } from '../region.ts'
import { offMap } from '../world/off-map.ts'

/** Keeps a message, and forgets the oldest where there are too many. Without `to` it is for everybody. */
export function keepMessage(
  region: Region,
  { from, to, content }: { readonly from: Ship; readonly to: Ship | undefined; readonly content: string },
): Message {
  const { entities, state, now, balance } = region
  const number = state.nextMessage
  state.nextMessage = number + 1
  const oldest = entities.get(messageId(number - balance.chat.keptMax))
  if (oldest !== undefined) entities.delete(oldest)
  return entities.create({
    id: messageId(number),
    kind: 'message',
    ...offMap,
    data: {
      number,
      scope: to === undefined ? 'broadcast' : 'direct',
      at: now,
      fromId: from.ownerId ?? from.id,
      fromName: from.data.name,
      toId: to?.ownerId ?? null,
      toName: to?.data.name ?? null,
      content,
    },
  })
}
