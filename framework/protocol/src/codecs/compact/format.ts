/** What writer and reader of `gridtick.v1.compact` agree on. COMPACT.md says it byte by byte. */

export const compactSubprotocol = 'gridtick.v1.compact'

/** The first number of a frame: 0 for results of intents, or of a tick the sum of these. */
export const flags = {
  delta: 1,
  snapshot: 2,
  extras: 4,
  events: 8,
  eventsDropped: 16,
  /** The id of the zone stands behind the channel. */
  zoneId: 32,
  /** Of a delta: the time went back, and is written whole. */
  timeWentBack: 64,
} as const

/** A step of at most so many cells in each direction is one byte. */
export const stepMax = 7

/** So many names of kinds have a number; those beyond are written with each entity. */
export const kindsMax = 255

/** A reader remembers so many subscriptions; beyond, it forgets the oldest. */
export const channelsMax = 1_024

/** The byte of a step: dx in its upper half, dy in its lower half. */
export function stepByte(dx: number, dy: number): number {
  return (dx + 8) * 16 + dy + 8
}
