import { intent, refuse } from 'gridtick'
import { z } from 'zod'
import { tellDirect, tellToAll } from '../events/chat-message.ts'
import type { Ship } from '../kinds.ts'
import { captainOf, shipOf } from '../lookup.ts'
import type { Refusal } from '../refusals.ts'
import type { Region } from '../region.ts'
import { keepLetter } from '../rules/keep-letter.ts'
import { keepMessage } from '../rules/keep-message.ts'
import { fields } from './fields.ts'
import { chatRate } from './rates.ts'

/** Says something to everybody, or to one captain, wherever that one is. */
export const sendMessage = intent(
  {
    payload: z.strictObject({
      scope: z.enum(['broadcast', 'direct']),
      content: z.string(),
      toPlayerId: fields.playerId.optional(),
    }),
    rate: chatRate,
  },
  (region: Region, { playerId, payload: { scope, content, toPlayerId } }) => {
    const from = shipOf(region, playerId)
    if (from === undefined) return refuse('no_ship', 'You have no ship here.')
    const unfit = whyUnfit(region, content)
    if (unfit !== undefined) return unfit
    if (scope === 'direct' && toPlayerId === undefined) return refuse('no_recipient', 'Say whom this message is for.')
    const to = scope === 'direct' && toPlayerId !== undefined ? shipOf(region, toPlayerId) : undefined
    if (scope === 'direct' && to === undefined) return refuse('no_such_captain', 'There is no captain of this id.')
    const tooOften = whyTooOften(region, from)
    if (tooOften !== undefined) return tooOften
    region.entities.change(from, { data: { messageAt: region.now } })
    if (to === undefined) tellToAll(region, keepMessage(region, { from, content }))
    else
      for (const end of new Set([playerId, captainOf(to)]))
        tellDirect(region, end, keepLetter(region, end, { from, to, content }))
  },
)

function whyUnfit({ balance: { chat } }: Region, content: string): Refusal | undefined {
  if (content.trim() === '') return refuse('blank_message', 'There is nothing in this message.')
  // As people count them: an emoji is one character.
  const length = [...content].length
  if (length <= chat.lengthMax) return undefined
  const details = { length, lengthMax: chat.lengthMax }
  return refuse('too_long', `A message has at most ${chat.lengthMax} characters.`, details)
}

/** The wait is since the last message that was sent: one that was refused does not prolong it. */
function whyTooOften({ balance: { chat }, now }: Region, { data: { messageAt } }: Ship): Refusal | undefined {
  const retryAfterMs = messageAt + chat.intervalMs - now
  if (messageAt === 0 || retryAfterMs <= 0) return undefined
  return refuse('too_often', 'Wait a moment before the next message.', { retryAfterMs })
}
