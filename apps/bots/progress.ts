import type { Fleet } from './fleet.ts'
import type { Tally } from './tally.ts'

/** A line that is rewritten each second where somebody watches, and else a line each 5 s. */
const watchedMs = 1_000
const loggedMs = 5_000

/** The same is not told again within this time. */
const repeatMs = 10_000

export type Progress = {
  /** Something worth a line of its own. */
  tell(text: string): void
  start(fleet: Fleet): void
  stop(): void
}

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
      toldAt.set(news, now)
      stream.write(`${clear}${text}\n`)
    },
    start(fleet) {
      const describe = createDescription(fleet, tally)
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

function createDescription(fleet: Fleet, { scores, totals }: Tally): () => string {
  let before = { at: performance.now(), intents: 0, frames: 0 }
  return () => {
    const all = Object.values(scores)
    const refused = all.reduce((sum, score) => sum + score.refused, 0)
    const intents = all.reduce((sum, score) => sum + score.applied, refused)
    const now = { at: performance.now(), intents, frames: totals.frames }
    const seconds = (now.at - before.at) / 1_000
    const perSecond = (name: 'intents' | 'frames') => ((now[name] - before[name]) / seconds).toFixed(0)
    const line = [
      `${fleet.playing} of ${fleet.seats} captains play`,
      `${perSecond('intents')} intents/s`,
      `${perSecond('frames')} frames/s`,
      `${totals.fights} fights`,
      `${totals.kills} kills`,
      `${refused} refused`,
    ].join(', ')
    before = now
    return line
  }
}
