/**
 * Counts how long the event loop has stood still, in time in which the watchdog itself ran: a process that was stopped,
 * or a laptop that slept, did not stand still.
 *
 * @param {{ readonly gapMs: number }} options A longer time between two checks begins the count again.
 */
export function createStallCount({ gapMs }) {
  /** @type {number | undefined} */
  let checkedAt
  /** @type {number | undefined} */
  let lastBeat
  let stilledMs = 0
  let namedMs = 0

  return {
    /**
     * `beat` changes while the loop goes round. Answers for how many ms it has not, and for how many of them code of a
     * module was named as running without a break.
     *
     * @param {{ now: number, beat: number, isNamed: boolean, isDebugged: boolean }} seen
     */
    check({ now, beat, isNamed, isDebugged }) {
      const sinceMs = checkedAt === undefined ? 0 : now - checkedAt
      const isStill = beat === lastBeat && !isDebugged && sinceMs <= gapMs
      checkedAt = now
      lastBeat = beat
      stilledMs = isStill ? stilledMs + sinceMs : 0
      namedMs = isStill && isNamed ? namedMs + sinceMs : 0
      return { stilledMs, namedMs }
    },
  }
}
