import { bounds } from './bounds.ts'
import type { AnswerTo } from './region-view.ts'

export type RadioMessage = {
  /** No two have the same. They do not grow from one to the next: direct messages are counted by themselves. */
  readonly id: number
  /** ISO 8601. */
  readonly at: string
  readonly isDirect: boolean
  readonly fromId: string
  readonly fromName: string
  readonly toId: string | undefined
  readonly toName: string | undefined
  readonly content: string
}

/** What was said, as far as this captain may read it, oldest first. */
export type Radio = {
  readonly messages: readonly RadioMessage[]
  /** Fetches what was said since. Asked again while it does, it looks once more afterwards. */
  fetchNew(): Promise<void>
}

/** Messages are asked for when an event tells of one: only the answer has the ids that one can reply to. */
export function createRadio(options: {
  readonly ask: (sinceId: number) => Promise<AnswerTo<'messages'>>
  readonly onChange: () => void
}): Radio {
  let messages: readonly RadioMessage[] = []
  let state: 'quiet' | 'fetching' | 'again' = 'quiet'

  const fetchOnce = async () => {
    const last = messages.at(-1)
    const known = new Set(messages.map(({ id }) => id))
    // Where the last one is kept no more, the answer begins before it.
    const { messages: told } = await options.ask(last?.id ?? 0)
    const fresh = told.map(readMessage).filter(({ id, at }) => !known.has(id) && at >= (last?.at ?? ''))
    if (fresh.length === 0) return
    messages = [...messages, ...fresh].slice(-bounds.messagesMax)
    options.onChange()
  }

  return {
    get messages() {
      return messages
    },
    async fetchNew() {
      if (state !== 'quiet') {
        state = 'again'
        return
      }
      try {
        do {
          state = 'fetching'
          await fetchOnce()
        } while (isAskedAgain())
      } catch {
        // Not answered, because the zone is gone or busy: the next message asks for all that is missing.
      } finally {
        state = 'quiet'
      }
    },
  }

  function isAskedAgain(): boolean {
    return state === 'again'
  }
}

type Message = AnswerTo<'messages'>['messages'][number]

function readMessage({
  id,
  timestamp,
  type,
  fromPlayerId,
  fromName,
  toPlayerId,
  toName,
  content,
}: Message): RadioMessage {
  return {
    ...{ id, at: timestamp, isDirect: type === 'direct' },
    ...{ fromId: fromPlayerId, fromName, toId: toPlayerId, toName, content },
  }
}
