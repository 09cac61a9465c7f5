import type { Json } from 'gridtick'
import { bounds } from './bounds.ts'
import { fieldsOf } from './fields.ts'

export type RadioMessage = {
  readonly number: number
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
  readonly ask: (sinceId: number) => Promise<Json>
  readonly onChange: () => void
}): Radio {
  let messages: readonly RadioMessage[] = []
  let state: 'quiet' | 'fetching' | 'again' = 'quiet'

  const fetchOnce = async () => {
    const known = messages.at(-1)?.number ?? 0
    const fresh = fieldsOf(await options.ask(known))
      .list('messages')
      .map(readMessage)
      .filter(({ number }) => number > known)
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

function readMessage(json: Json): RadioMessage {
  const { text, number } = fieldsOf(json)
  return {
    number: number('id') ?? 0,
    at: text('timestamp') ?? '',
    isDirect: text('type') === 'direct',
    fromId: text('fromPlayerId') ?? '',
    fromName: text('fromName') ?? '',
    toId: text('toPlayerId'),
    toName: text('toName'),
    content: text('content') ?? '',
  }
}
