import type { Refusal } from 'gridtick'
import { tellDirect, tellToAll } from '../events/chat-message.ts'
import type { Ship } from '../kinds.ts'
import { captainOf, shipOf } from '../lookup.ts'
import type { Handler, Region } from '../region.ts'
import { keepLetter } from '../rules/keep-letter.ts'
import { keepMessage } from '../rules/keep-message.ts'

type Payload = {
  readonly scope: 'broadcast' | 'direct'
  readonly content: string
  readonly toPlayerId?: string | undefined
}

/** Says something to everybody, or to one captain, wherever that one is. */
export const sendMessage: Handler<Payload> = (region, playerId, { scope, content, toPlayerId }) => {
  const from = shipOf(region, playerId)
  if (from === undefined) return { code: 'no_ship', message: 'You have no ship here.' }
  const unfit = whyUnfit(region, content)
  if (unfit !== undefined) return unfit
  if (scope === 'direct' && toPlayerId === undefined)
    return { code: 'no_recipient', message: 'Say whom this message is for.' }
  const to = scope === 'direct' && toPlayerId !== undefined ? shipOf(region, toPlayerId) : undefined
  if (scope === 'direct' && to === undefined)
    return { code: 'no_such_captain', message: 'There is no captain of this id.' }
  const tooOften = whyTooOften(region, from)
  if (tooOften !== undefined) return tooOften
  region.entities.change(from, { data: { messageAt: region.now } })
  if (to === undefined) tellToAll(region, keepMessage(region, { from, content }))
  else
    for (const end of new Set([playerId, captainOf(to)]))
      tellDirect(region, end, keepLetter(region, end, { from, to, content }))
  return undefined
}

function whyUnfit({ balance: { chat } }: Region, content: string): Refusal | undefined {
  if (content.trim() === '') return { code: 'blank_message', message: 'There is nothing in this message.' }
  // As people count them: an emoji is one character.
  const length = [...content].length
  if (length <= chat.lengthMax) return undefined
  const details = { length, lengthMax: chat.lengthMax }
  return { code: 'too_long', message: `A message has at most ${chat.lengthMax} characters.`, details }
}

/** The wait is since the last message that was sent: one that was refused does not prolong it. */
function whyTooOften({ balance: { chat }, now }: Region, { data: { messageAt } }: Ship): Refusal | undefined {
  const retryAfterMs = messageAt + chat.intervalMs - now
  if (messageAt === 0 || retryAfterMs <= 0) return undefined
  return { code: 'too_often', message: 'Wait a moment before the next message.', details: { retryAfterMs } }
}
