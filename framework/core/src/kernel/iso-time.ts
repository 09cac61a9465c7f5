/** A time (ms since the epoch) as people and JSON write it: ISO 8601, in UTC. Pure, so that modules may use it. */
export function isoTime(ms: number): string {
  return new Date(ms).toISOString()
}
