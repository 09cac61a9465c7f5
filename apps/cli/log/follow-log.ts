import { setTimeout as sleep } from 'node:timers/promises'
import { CommandError } from '../command-error.ts'
import { exitCodes } from '../exit-codes.ts'
import type { LogEntry, LogPage } from './log-entry.ts'

/** How often a log that is followed is asked for more, and a server that does not answer is asked again. */
const askMsDefault = 1_000

export type FollowOptions = {
  /** The entry to go on with. */
  readonly fromSeq: number
  /** Entries of a page; a full one is followed by the next at once. */
  readonly limit: number
  readonly read: (fromSeq: number) => Promise<LogPage>
  readonly print: (entries: readonly LogEntry[]) => Promise<void>
  /** Told once for each time that the server is away. */
  readonly notice: (text: string) => void
  /** When it is aborted, following ends. */
  readonly signal: AbortSignal
  readonly askMs?: number
}

/**
 * Reads on until the signal. A server that is away for a while, as for a restart, is waited for; whatever else is wrong
 * rejects.
 */
export async function followLog(options: FollowOptions): Promise<void> {
  const { limit, read, print, notice, signal, askMs = askMsDefault } = options
  let { fromSeq } = options
  let isAway = false
  while (!signal.aborted) {
    const page = await read(fromSeq).catch((error: unknown) => {
      const away = whyAway(error)
      if (!isAway) notice(`${away.message} Asking again until there is an answer …`)
      isAway = true
      return away
    })
    if (page instanceof CommandError) {
      await pause(Math.max(askMs, page.retryAfterMs ?? 0), signal)
      continue
    }
    isAway = false
    await print(page.entries)
    fromSeq = page.nextSeq
    if (page.entries.length < limit) await pause(askMs, signal)
  }
}

/** Throws what waiting does not mend. */
function whyAway(error: unknown): CommandError {
  if (!(error instanceof CommandError)) throw error
  if (error.exitCode === exitCodes.unreachable || error.retryAfterMs !== undefined) return error
  throw error
}

/** Ends early with the signal. */
async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => {})
}
