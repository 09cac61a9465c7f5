import type { Zone } from './zone.ts'

/** Whether its failures paused it, and no operator. */
export function isPausedByFailure({ status, failures }: Pick<Zone, 'status' | 'failures'>): boolean {
  return status === 'paused' && failures > 0
}

/** How the error of a zone begins whose module held the server, which is stored with it. */
export const stallMark = 'Stopped by the watchdog: '

/** Whether the module of a zone is asked for nothing until an operator resumes it: a view would hold the server again. */
export function isStalled({ status, error }: Pick<Zone, 'status' | 'error'>): boolean {
  return status === 'paused' && error !== null && error.startsWith(stallMark)
}
