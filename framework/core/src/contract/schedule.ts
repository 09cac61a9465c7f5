/**
 * When the ticks of a zone are due: in a period, while somebody watches or something is to be done; or on demand, only
 * for what players ask for and for wake times, at most ten times a second. Other kinds join this union.
 */
export type Schedule = { readonly kind: 'interval'; readonly everyMs: number } | { readonly kind: 'onDemand' }

const periodMsMin = 10

/** Whether each kind is declared as it should be. */
const isDeclared: { readonly [Kind in Schedule['kind']]: (declared: { readonly everyMs?: unknown }) => boolean } = {
  interval: ({ everyMs }) => Number.isInteger(everyMs) && (everyMs as number) >= periodMsMin,
  onDemand: (declared) => !('everyMs' in declared),
}

/** Whether a module declares a schedule that there is. */
export function isSchedule(value: unknown): value is Schedule {
  if (typeof value !== 'object' || value === null) return false
  const { kind } = value as { readonly kind?: unknown }
  return typeof kind === 'string' && Object.hasOwn(isDeclared, kind) && isDeclared[kind as Schedule['kind']](value)
}

/** How schedules are written, for one who wrote another. */
export const scheduleWords =
  "{ kind: 'interval', everyMs } with a whole number of at least 10 ms, or { kind: 'onDemand' } alone"
