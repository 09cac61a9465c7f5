import { findTurnFlaw } from './find-turn-flaw.ts'
import type { TurnSchedule } from './turn-schedule.ts'

/**
 * When the ticks of a zone are due: in a period, while somebody watches or something is to be done; on demand, only for
 * what players ask for and for wake times, at most ten times a second; or in turns, which wait for orders. Other kinds join
 * this union.
 */
export type Schedule =
  | { readonly kind: 'interval'; readonly everyMs: number }
  | { readonly kind: 'onDemand' }
  | TurnSchedule

/** The schedules that zones of one module may have, of each kind one. The first is that of a zone for which none is named. */
export type Schedules = { readonly [Kind in Schedule['kind']]?: Extract<Schedule, { kind: Kind }> }

const periodMsMin = 10

/** What is wrong with each kind's declaration, from the end of its path on. */
const flawOfKind: { readonly [Kind in Schedule['kind']]: (declared: object) => string | undefined } = {
  interval: (declared) => {
    const { everyMs } = declared as { readonly everyMs?: unknown }
    return Number.isInteger(everyMs) && Number(everyMs) >= periodMsMin ? undefined : mustBe
  },
  onDemand: (declared) => ('everyMs' in declared ? mustBe : undefined),
  turns: findTurnFlaw,
}

/** What is wrong with what a module declares as its schedule, from the end of its path on; undefined: nothing. */
export function findScheduleFlaw(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return mustBe
  const { kind } = value as { readonly kind?: unknown }
  if (typeof kind !== 'string' || !Object.hasOwn(flawOfKind, kind)) return mustBe
  return flawOfKind[kind as Schedule['kind']](value)
}

/** How schedules are written, for one who wrote another. */
const mustBe =
  "` must be { kind: 'interval', everyMs } with a whole number of at least 10 ms, { kind: 'onDemand' } alone, or turns({ policy, … })."
