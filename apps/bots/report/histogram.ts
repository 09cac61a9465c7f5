/** Counts times by their size, each to about 3 %: it takes the same room however many are recorded. */
export type Histogram = {
  readonly count: number
  /** ms; 0 while there is nothing. */
  readonly max: number
  record(ms: number): void
  /** What this share of all (0 to 1) did not exceed, in ms; 0 while there is nothing. */
  quantile(share: number): number
  clear(): void
}

/** Below this many µs each has a bucket of its own. Above, each doubling of the time has half as many buckets. */
const exact = 64
const perDoubling = exact / 2
/** About an hour; what takes longer counts as that. */
const longestMicroseconds = 2 ** 32 - 1
const buckets = bucketOf(longestMicroseconds) + 1

/** A histogram of nothing so far. */
export function createHistogram(): Histogram {
  const counts = new Uint32Array(buckets)
  let count = 0
  let max = 0
  return {
    get count() {
      return count
    },
    get max() {
      return max
    },
    record(ms) {
      const bucket = bucketOf(Math.min(longestMicroseconds, Math.max(0, Math.round(ms * 1_000))))
      counts[bucket] = (counts[bucket] ?? 0) + 1
      count += 1
      max = Math.max(max, ms)
    },
    quantile(share) {
      const rank = Math.ceil(share * count)
      let passed = 0
      for (const [bucket, inBucket] of counts.entries()) {
        passed += inBucket
        if (inBucket > 0 && passed >= rank) return Math.min(max, largestOf(bucket) / 1_000)
      }
      return max
    },
    clear() {
      counts.fill(0)
      count = 0
      max = 0
    },
  }
}

function bucketOf(microseconds: number): number {
  if (microseconds < exact) return microseconds
  const doublings = Math.floor(Math.log2(microseconds)) - Math.log2(perDoubling)
  return doublings * perDoubling + Math.floor(microseconds / 2 ** doublings)
}

/** The largest number of µs that this bucket is for. */
function largestOf(bucket: number): number {
  if (bucket < exact) return bucket
  const doublings = Math.floor(bucket / perDoubling) - 1
  return (bucket - doublings * perDoubling + 1) * 2 ** doublings - 1
}
