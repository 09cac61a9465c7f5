import { randomFillSync } from 'node:crypto'
import { v7 } from 'uuid'

const bytesPerId = 16
/** Asking the system for random bytes costs more than all else of an id, so it is asked for those of so many at once. */
const idsPerDraw = 256

/** Gives UUIDs of version 7: they begin with the time, and each is above the one before. */
export function createUuidSource(now: () => number = Date.now): () => string {
  const drawn = new Uint8Array(bytesPerId * idsPerDraw)
  let taken = drawn.length
  let msecs = Number.NEGATIVE_INFINITY
  /** 32 bits that count the ids of one millisecond; it begins anywhere in the lower half. */
  let seq = 0

  const draw = () => {
    if (taken === drawn.length) {
      randomFillSync(drawn)
      taken = 0
    }
    taken += bytesPerId
    return drawn.subarray(taken - bytesPerId, taken)
  }

  return () => {
    const random = draw()
    const at = now()
    if (at > msecs) {
      msecs = at
      seq = new DataView(random.buffer, random.byteOffset).getUint32(6) >>> 1
    } else {
      seq = (seq + 1) >>> 0
      if (seq === 0) msecs += 1
    }
    return v7({ random, msecs, seq })
  }
}
