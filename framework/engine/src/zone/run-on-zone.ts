import type { Refused } from '@gridtick/protocol/codes'
import type { GuardedWork, Outcome } from '../guard/guard.ts'
import type { ForPlayer } from '../guard/rests.ts'
import type { HookCall } from '../kernel/running-hook.ts'
import { ModuleFault } from '../module/module-fault.ts'
import { raiseDoubt } from './doubts.ts'
import type { Engine } from './engine.ts'
import type { Zone } from './zone.ts'
import { makeIndicesAgain } from './zone-state.ts'

/** Who runs on a zone, and what: see {@link GuardedWork}. */
export type ZoneWork<Value> = { readonly call: Omit<HookCall, 'module' | 'zoneId'>; readonly run: () => Value }

/**
 * Runs code of its module on a zone, in one of the next slices. Answers the fault if it was stopped. Work for one
 * player then rests; look at that ({@link Rests}) before you ask for it.
 */
export async function runOnZone<Value>(
  { guard, clock }: Pick<Engine, 'guard' | 'clock'>,
  zone: Zone,
  work: ZoneWork<Value>,
): Promise<Value | ModuleFault> {
  try {
    return await guard.run(guardedWork(clock, zone, work))
  } catch (error) {
    return stopOf(error)
  }
}

/** The same at once, in a slice of its own. */
export function runOnZoneNow<Value>(
  { guard, clock }: Pick<Engine, 'guard' | 'clock'>,
  zone: Zone,
  work: ZoneWork<Value>,
): Value | ModuleFault {
  try {
    return guard.runNow(guardedWork(clock, zone, work))
  } catch (error) {
    return stopOf(error)
  }
}

/** Runs several, in their order; `take` is given what came of them after each slice. */
export function runEachOnZone<Value>(
  { guard, clock }: Pick<Engine, 'guard' | 'clock'>,
  zone: Zone,
  works: readonly ZoneWork<Value>[],
  take: (ended: readonly (Value | ModuleFault)[]) => void,
): Promise<void> {
  const endOf = (outcome: Outcome<Value>) => (outcome.ok ? outcome.value : stopOf(outcome.error))
  return guard.runEach(
    works.map((work) => guardedWork(clock, zone, work)),
    (outcomes) => take(outcomes.map(endOf)),
  )
}

/** Why something is not run for a player at the moment: it was stopped before. Undefined: it may run. */
export function whyResting({ clock }: Pick<Engine, 'clock'>, zone: Zone, who: ForPlayer): Refused | undefined {
  const leftMs = zone.rests.leftMs(who, clock.monotonic())
  if (leftMs === 0) return undefined
  const message = 'The game took too long over this before, so it is not tried again for a while.'
  return { code: 'rate_limited', message, retryAfterMs: Math.ceil(leftMs) }
}

function guardedWork<Value>(clock: Engine['clock'], zone: Zone, { call, run }: ZoneWork<Value>): GuardedWork<Value> {
  const { id, module } = zone
  const { hook, playerId } = call
  return {
    module,
    call: { ...call, module: module.name, zoneId: id },
    run,
    onStop({ isFinal }) {
      // Its lists and redactions may be half made; the whole zone is loaded again before its next step.
      makeIndicesAgain(zone)
      raiseDoubt(zone, { memory: true })
      if (isFinal && playerId !== undefined) zone.rests.begin({ hook, playerId }, clock.monotonic())
    },
  }
}

/** What is thrown and no stop is our own fault, and goes on. */
function stopOf(error: unknown): ModuleFault {
  if (error instanceof ModuleFault && error.isStopped) return error
  throw error
}
