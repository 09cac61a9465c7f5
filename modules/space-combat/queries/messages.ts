import type { Json } from 'gridtick'
import { z } from 'zod'
import { balanceOf } from '../config.ts'
import { messageRecord } from '../events/chat-message.ts'
import type { Message } from '../kinds.ts'
import type { Question } from './question.ts'

const input = z.strictObject({
  /** The id of the last message that is known already. */
  sinceId: z.int().min(0).optional(),
})

/** What was said to all, and what this captain said and was told: the newest that fit into an answer, oldest first. */
export const messages = {
  input,
  answer({ base, playerId, input: { sinceId = 0 } }: Question<z.output<typeof input>>): Json {
    const { answerCharactersMax } = balanceOf(base.zone.config).chat
    const readable = base.entities
      .ofKind('message')
      .filter(({ data }) => data.number > sinceId && mayRead(data, playerId))
      .sort((one, other) => other.data.number - one.data.number)
      .map(record)
    let characters = 0
    const fitting = readable.filter((message) => {
      characters += JSON.stringify(message).length
      return characters <= answerCharactersMax
    })
    return { messages: fitting.reverse() }
  },
}

function mayRead({ scope, fromId, toId }: Message['data'], playerId: string): boolean {
  return scope === 'broadcast' || fromId === playerId || toId === playerId
}

/** With the ids of its captains, to answer by. */
function record(message: Message): Json {
  const { fromId, toId } = message.data
  const ids = toId === null ? { fromPlayerId: fromId } : { fromPlayerId: fromId, toPlayerId: toId }
  return { ...messageRecord(message), ...ids }
}
