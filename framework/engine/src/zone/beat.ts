import type { StoredZone } from '../ports/storage/stored-zone.ts'

/** What numbers the beats of a zone. */
export type BeatNumbering = Pick<StoredZone, 'tickOffset' | 'tickUnitMs'>

/** Beats of long periods are counted in units of this length, and so are those of zones without a period. */
const longUnitMs = 100

/** A zone without a period steps on demand. */
export const onDemandMs = 0

/** How long an input waits for a step at the most. */
export function stepEveryMs({
  info,
  clockwork,
}: {
  readonly info: { readonly everyMs: number }
  readonly clockwork: BeatNumbering
}): number {
  return info.everyMs === onDemandMs ? clockwork.tickUnitMs : info.everyMs
}

/** How a new zone counts: from its creation on, which is beat 0. */
export function beatNumberingOf(everyMs: number, createdAt: number, promptMs: number): BeatNumbering {
  const tickUnitMs = everyMs === onDemandMs || everyMs > promptMs ? longUnitMs : everyMs
  return { tickUnitMs, tickOffset: -Math.floor(createdAt / tickUnitMs) }
}

/** The number of the beat in which the clock shows `at` (ms since the epoch), whether or not anything happens in it. */
export function beatNumber({ tickOffset, tickUnitMs }: BeatNumbering, at: number): number {
  return tickOffset + Math.floor(at / tickUnitMs)
}
