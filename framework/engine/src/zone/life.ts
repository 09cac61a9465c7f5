import type { StoredStatus, StoredZone } from '../ports/storage/stored-zone.ts'

/** Whether a zone runs, and how it fares. */
export type Life = {
  readonly status: StoredStatus | 'deleted'
  readonly error: string | null
  /** Failed ticks in a row, without those stepped by hand; of a paused zone: 0 where an operator paused it. */
  readonly failures: number
  /** Beats to let pass before the next try after a failure. */
  readonly beatsToSkip: number
  /** Another owns it: what still holds this copy does nothing more with it. */
  readonly isLost: boolean
}

type Living = { life: Life }

export function lifeOf({ status, error, failures }: Pick<StoredZone, 'status' | 'error' | 'failures'>): Life {
  return { status, error, failures, beatsToSkip: 0, isLost: false }
}

/** An operator stops it. Its failures are no longer counted, so that it is known who paused it. */
export function paused(life: Life): Life {
  return { ...life, status: 'paused', failures: 0 }
}

export function resumed(life: Life): Life {
  return { ...life, status: 'open', error: null, failures: 0, beatsToSkip: 0 }
}

/**
 * A step failed. The next tries come after 1, 2, 4 … beats, and after `failuresMax` in a row the zone is paused (FAIL-3).
 * Of one that is paused, and stepped by hand, only the error changes: its count tells who paused it.
 */
export function failed(life: Life, error: string, failuresMax: number): Life {
  if (life.status === 'paused') return { ...life, error }
  const failures = life.failures + 1
  const status = failures >= failuresMax ? 'paused' : life.status
  return { ...life, status, error, failures, beatsToSkip: 2 ** Math.min(failures - 1, 10) - 1 }
}

/** This is stored of its life by now. */
export function noteStored(zone: Living, life: Life): void {
  zone.life = { ...life, isLost: zone.life.isLost }
}

/** A step is stored, perhaps the last one. */
export function noteStepped(zone: Living, { isOver }: { readonly isOver: boolean }): void {
  const { life } = zone
  zone.life = { ...life, ...(isOver ? { status: 'finished' } : {}), error: null, failures: 0 }
}

/** Whether this beat is one to let pass after a failure. */
export function skipsBeat(zone: Living): boolean {
  const { beatsToSkip } = zone.life
  if (beatsToSkip === 0) return false
  zone.life = { ...zone.life, beatsToSkip: beatsToSkip - 1 }
  return true
}

export function noteDeleted(zone: Living): void {
  zone.life = { ...zone.life, status: 'deleted' }
}

export function noteLost(zone: Living): void {
  zone.life = { ...zone.life, isLost: true }
}

/** Whether its failures paused it, and no operator. */
export function isPausedByFailure({ status, failures }: Pick<Life, 'status' | 'failures'>): boolean {
  return status === 'paused' && failures > 0
}

/** How the error of a zone begins whose module held the server, which is stored with it. */
export const stallMark = 'Stopped by the watchdog: '

/** Whether the module of a zone is asked for nothing until an operator resumes it: a view would hold the server again. */
export function isStalled({ status, error }: Life): boolean {
  return status === 'paused' && error !== null && error.startsWith(stallMark)
}
