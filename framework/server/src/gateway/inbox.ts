/** Messages of one connection on their way to be handled, begun strictly in the order in which they came. */
export type Inbox = {
  /** False if `pendingMax` wait or are in hand already: the message was not taken. */
  push(text: string): boolean
  /** Forgets what waits. What is in hand goes on. */
  clear(): void
  readonly pending: number
}

/**
 * `handle` must not reject. While `mustWait` says so after a message was begun, the next one waits for its end: so
 * whatever was sent together with the greeting is handled after it. Later messages are only begun in order; the zones
 * keep that order by themselves, and an answer to one does not hold up the others.
 */
export function createInbox(options: {
  readonly pendingMax: number
  readonly handle: (text: string) => Promise<void>
  readonly mustWait: () => boolean
}): Inbox {
  const { pendingMax, handle, mustWait } = options
  let waiting: string[] = []
  let inHand = 0
  let isRunning = false

  async function handleOne(text: string): Promise<void> {
    inHand += 1
    try {
      await handle(text)
    } finally {
      inHand -= 1
    }
  }

  async function run(): Promise<void> {
    isRunning = true
    for (let text = waiting.shift(); text !== undefined; text = waiting.shift()) {
      const handled = handleOne(text)
      if (mustWait()) await handled
    }
    isRunning = false
  }

  return {
    push(text) {
      if (waiting.length + inHand >= pendingMax) return false
      waiting.push(text)
      if (!isRunning) void run()
      return true
    },
    clear() {
      waiting = []
    },
    get pending() {
      return waiting.length + inHand
    },
  }
}
