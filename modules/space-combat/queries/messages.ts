import type { DeepReadonly } from 'gridtick'
import { z } from 'zod'
import { balanceOf } from '../config.ts'
import type { Letter, Message, RegionState } from '../kinds.ts'
import { mailboxOf } from '../lookup.ts'
import { type ChatMessage, chatMessageSchema, letterRecord, messageRecord } from '../records/chat-record.ts'
import type { Question } from './question.ts'

const input = z.strictObject({
  /** The id of the last message that is known already: the answer begins behind it, or with the oldest if it is not kept. */
  sinceId: z.int().min(0).optional(),
})

const readableSchema = chatMessageSchema.extend({ fromPlayerId: z.string(), toPlayerId: z.string().optional() })
type Readable = Readonly<z.output<typeof readableSchema>>

const output = z.strictObject({ messages: z.array(readableSchema) })

type Asked = Question<z.output<typeof input>> & {
  readonly base: { readonly state: RegionState }
}

/** What was said to all, and what this captain said and was told: the newest that fit into an answer, oldest first. */
export const messages = {
  input,
  output,
  answer({ base, playerId, input: { sinceId } }: Asked): DeepReadonly<z.output<typeof output>> {
    const { answerCharactersMax } = balanceOf(base.zone.config).chat
    const readable = readableBy(base, playerId)
    const known = readable.findIndex(({ id }) => id === sinceId)
    let characters = 0
    const fitting = readable
      .slice(known + 1)
      .reverse()
      .filter((message) => {
        characters += JSON.stringify(message).length
        return characters <= answerCharactersMax
      })
    return { messages: fitting.reverse() }
  },
}

/** Oldest first: a direct message stands behind the one to all after which it was sent. */
function readableBy(base: Asked['base'], playerId: string): readonly Readable[] {
  const { state } = base
  const said = base.entities
    .ofKind('message')
    .filter(({ data }) => mayRead(data, playerId))
    .map((message) => ({
      after: message.data.number,
      letter: 0,
      record: withIds(messageRecord(message, state), message.data),
    }))
  const written = (mailboxOf(base, playerId)?.data.letters ?? []).map((letter) => {
    return { after: letter.after, letter: letter.number, record: withIds(letterRecord(letter, state), letter) }
  })
  return [...said, ...written]
    .sort((one, other) => one.after - other.after || one.letter - other.letter)
    .map(({ record }) => record)
}

/** Messages of earlier releases may be between others. */
function mayRead({ scope, fromId, toId }: Message['data'], playerId: string): boolean {
  return scope === 'broadcast' || fromId === playerId || toId === playerId
}

/** With the ids of its captains, to answer by. */
function withIds(record: ChatMessage, { fromId, toId }: Message['data'] | Letter): Readable {
  const ids = toId === null ? { fromPlayerId: fromId } : { fromPlayerId: fromId, toPlayerId: toId }
  return { ...record, ...ids }
}
