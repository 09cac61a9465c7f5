import type { Crowd } from '../crowd/crowd.ts'
import type { Tally } from './tally.ts'

/** A line that is rewritten each second where somebody watches, and else a line each 5 s. */
const watchedMs = 1_000
const loggedMs = 5_000

/** The same is not told again within this time. */
const repeatMs = 10_000
/** Different news that are remembered for that; the oldest are forgotten. */
const newsMax = 100

export type Progress = {
  /** Something worth a line of its own. */
  tell(text: string): void
  /** What happens at the moment, as "measuring, 20 s left". */
  start(crowd: Crowd, phase: () => string): void
  stop(): void
}

/** Writes to a stream that people read: a terminal, or a log. */
export function createProgress(stream: NodeJS.WriteStream, tally: Tally): Progress {
  const isWatched = stream.isTTY === true
  const clear = isWatched ? '\r\u001b[K' : ''
  const toldAt = new Map<string, number>()
  let timer: NodeJS.Timeout | undefined

  return {
    tell(text) {
      const now = performance.now()
      // What differs in numbers alone is the same news.
      const news = text.replaceAll(/\d+/g, '#')
      if (now - (toldAt.get(news) ?? Number.NEGATIVE_INFINITY) < repeatMs) return
      toldAt.delete(news)
      toldAt.set(news, now)
      const [oldest] = toldAt.keys()
      if (toldAt.size > newsMax && oldest !== undefined) toldAt.delete(oldest)
      // What a server wrote cannot move the reader's cursor.
      stream.write(`${clear}${text.replaceAll(/[\p{Cc}\p{Cf}]/gu, '\uFFFD')}\n`)
    },
    start(crowd, phase) {
      const describe = createDescription(crowd, tally, phase)
      timer = setInterval(
        () => stream.write(isWatched ? `${clear}${describe().slice(0, stream.columns - 1)}` : `${describe()}\n`),
        isWatched ? watchedMs : loggedMs,
      )
    },
    stop() {
      clearInterval(timer)
      stream.write(clear)
    },
  }
}

function createDescription(crowd: Crowd, tally: Tally, phase: () => string): () => string {
  const take = () => ({ at: performance.now(), intents: tally.latency.count, frames: tally.frames, bytes: tally.bytes })
  let before = take()
  return () => {
    const now = take()
    // Counts begin anew when the measuring does.
    const since = now.intents < before.intents ? { ...now, intents: 0, frames: 0, bytes: 0, at: before.at } : before
    const seconds = (now.at - since.at) / 1_000
    const perSecond = (name: 'intents' | 'frames' | 'bytes') => (now[name] - since[name]) / seconds
    before = now
    const { latency, refusals, failures } = tally
    return [
      `${crowd.playing} of ${crowd.size} play (${phase()})`,
      `${perSecond('intents').toFixed(0)} intents/s`,
      `p50 ${latency.quantile(0.5).toFixed(0)} p99 ${latency.quantile(0.99).toFixed(0)} ms`,
      `${refusals.total} refused`,
      `${perSecond('frames').toFixed(0)} frames/s`,
      `${(perSecond('bytes') / 1_000).toFixed(0)} kB/s`,
      ...(failures.total === 0 ? [] : [`${failures.total} failures`]),
    ].join(', ')
  }
}
