import type { Clock, Limits, Logger } from '@gridtick/engine/ports'
import { type ClientMessage, closeCodes } from '@gridtick/protocol'
import type { Refused } from '@gridtick/protocol/codes'
import { refusedByFault } from './answers.ts'
import { createInbox } from './inbox.ts'
import { createRateGate } from './rate-gate.ts'
import { readMessage } from './read-message.ts'

/**
 * The way into one connection: what comes too fast is dropped, the rest waits in order, is read, and handled. Who sends
 * too fast, too much or too often what is no message is sent away.
 */
export type Intake = {
  text(text: string): void
  /** A ping or a pong of the WebSocket protocol itself. It has no answer, and counts for the rate. */
  control(bytes: number): void
  /** A message that was read turned out as bad as one that cannot be. */
  countBad(refused: Refused): void
  /** Nothing is heard any more. What is in hand goes on. */
  stop(): void
  /** Messages that wait or are in hand. */
  readonly pending: number
}

/** `onHeard` is called for all that comes, dropped or not. While `mustWait`, a message waits for the end of the one before. */
export function createIntake(options: {
  readonly limits: Limits
  readonly clock: Clock
  readonly logger: Logger
  readonly onHeard: () => void
  readonly handle: (message: ClientMessage) => Promise<void>
  readonly mustWait: () => boolean
  readonly answer: (refused: Refused) => void
  readonly close: (code: number, reason: string) => void
}): Intake {
  const { limits, clock, logger, onHeard, handle, mustWait, answer, close } = options
  const rate = createRateGate(limits, clock)
  const isOneBadFrameTooMany = createBadFrameCount(limits, clock)
  const inbox = createInbox({ pendingMax: limits.pendingMessagesMax, handle: take, mustWait })
  let isStopped = false

  /** False if it came too fast and is to be dropped. */
  function hear(bytes: number, { isAnswered } = { isAnswered: true }): boolean {
    if (isStopped) return false
    onHeard()
    const verdict = rate.admit(bytes)
    if (verdict.kind === 'admitted') return true
    if (verdict.kind === 'flooding') close(closeCodes.rate, 'over the rate for too long')
    else if (isAnswered && verdict.mayAnswer) answer(tooFast(verdict.retryAfterMs))
    return false
  }

  /** Never rejects: a fault of ours ends this connection and no other. */
  async function take(text: string): Promise<void> {
    try {
      await readAndHandle(text)
    } catch (error) {
      const refused = refusedByFault(error, logger)
      answer(refused)
      close(closeCodes.viewsFailing, refused.code)
    }
  }

  async function readAndHandle(text: string): Promise<void> {
    if (isStopped) return
    const read = readMessage(text, limits.jsonDepthMax)
    if (read.ok) return await handle(read.message)
    answer(read.refused)
    countBad(read.refused)
  }

  function countBad(refused: Refused): void {
    if (isOneBadFrameTooMany()) close(closeCodes.badFrames, refused.code)
  }

  return {
    text(text) {
      if (!hear(Buffer.byteLength(text))) return
      if (!inbox.push(text)) close(closeCodes.rate, 'too many messages wait')
    },
    control(bytes) {
      hear(bytes, { isAnswered: false })
    },
    countBad,
    stop() {
      isStopped = true
      inbox.clear()
    },
    get pending() {
      return inbox.pending
    },
  }
}

function tooFast(retryAfterMs: number): Refused {
  return { code: 'rate_limited', message: 'Too many messages; this one was dropped.', retryAfterMs }
}

/** Counts the bad frames of one connection; true with the one that is too many within `badFramesMs`. */
function createBadFrameCount(limits: Limits, clock: Clock): () => boolean {
  let times: number[] = []
  return () => {
    const now = clock.monotonic()
    times = [...times.filter((time) => now - time < limits.badFramesMs), now].slice(-limits.badFramesMax)
    return times.length >= limits.badFramesMax
  }
}
