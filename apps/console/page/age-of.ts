const units = [
  [60_000, 'min'],
  [3_600_000, 'h'],
  [86_400_000, 'd'],
] as const

/** How long ago that was, as one says it: `just now`, `3 min ago`, `5 h ago`, `12 d ago`. Both in ms since the epoch. */
export function ageOf(thenMs: number, nowMs: number): string {
  const passedMs = nowMs - thenMs
  const [unitMs, name] = units.findLast(([least]) => passedMs >= least) ?? []
  return unitMs === undefined ? 'just now' : `${Math.floor(passedMs / unitMs)} ${name} ago`
}
