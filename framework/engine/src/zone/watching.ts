import type { Subscriptions } from './subscription.ts'

/** Who watches a zone, and what that waits for. */
export type Watching = {
  readonly subscriptions: Subscriptions
  /** Steps that are due or run. What players are shown besides waits until they are done. */
  readonly stepsAhead: number
  /** Until then nobody who is stored as connected is taken for lost (monotonic ms); undefined: checked. */
  readonly presenceDueAt: number | undefined
}

type Watched = { watching: Watching }

export function addStepAhead(zone: Watched): void {
  zone.watching = { ...zone.watching, stepsAhead: zone.watching.stepsAhead + 1 }
}

export function dropStepAhead(zone: Watched): void {
  zone.watching = { ...zone.watching, stepsAhead: zone.watching.stepsAhead - 1 }
}

/** Undefined: nobody is waited for. */
export function awaitPresence(zone: Watched, dueAt: number | undefined): void {
  zone.watching = { ...zone.watching, presenceDueAt: dueAt }
}
