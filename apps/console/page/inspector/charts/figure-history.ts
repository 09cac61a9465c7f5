import type { Figures } from './read-figures.ts'

/** Older ones are forgotten. */
const keptMs = 10 * 60_000
/** As many as come in that time, one a second; whatever the clock of this machine does, there are no more. */
const keptMax = 600
/** After so long without one, the line is broken: nobody looked. */
const gapMs = 10_000

/** Oldest first. */
export type FigureHistory = readonly Figures[]

/** With the newest figures. Behind a long pause comes a row of nothing, which breaks the lines. */
export function remember(history: FigureHistory, figures: Figures): FigureHistory {
  const last = history.at(-1)
  const gap = last !== undefined && figures.at - last.at > gapMs ? [emptyAt(figures.at - 1)] : []
  return [...history, ...gap, figures].filter(({ at }) => figures.at - at <= keptMs).slice(-keptMax)
}

function emptyAt(at: number): Figures {
  return {
    at,
    stepMedianMs: null,
    stepHighMs: null,
    lagMedianMs: null,
    lagHighMs: null,
    framesPerSecond: null,
    bytesPerSecond: null,
    skippedPerSecond: null,
    connections: null,
  }
}
