import { type Input, playerOf } from '../inputs/input.ts'
import type { Culprit, Isolation, Search } from '../inputs/search.ts'
import { whatIsLeft } from '../inputs/search-culprits.ts'
import type { ModuleFault } from '../module/module-fault.ts'
import type { Engine } from '../zone/engine.ts'
import type { StepTime } from '../zone/step-plan.ts'
import type { Zone } from '../zone/zone.ts'
import type { Runs } from './run-search.ts'

/** The step is stored. What was found is remembered, counted and reported; the rest is looked for in the next beat. */
export function finishSearch(
  engine: Engine,
  zone: Zone,
  { search, runs, time }: { readonly search: Search; readonly runs: Runs; readonly time: StepTime },
): void {
  keepSearch(zone, zone.life.status === 'finished' ? undefined : whatIsLeft(search))
  noteStops(zone, runs.stops > 0)
  if (runs.fault === undefined) return
  engine.telemetry.stepFailed(zone.module.name, 'module')
  const found = [...search.culprits, ...search.blamed].filter(({ fault }) => fault !== undefined)
  for (const culprit of found) noteCulprit(engine, zone, culprit, time)
  if (found.length === 0) reportFault(engine, zone, runs.fault, { tick: time.tick })
}

/** The zone is over, or paused: nothing more is looked for. */
export function forgetSearch(zone: Zone): void {
  keepSearch(zone, undefined)
}

function keepSearch(zone: { isolation: Isolation | undefined }, isolation: Isolation | undefined): void {
  zone.isolation = isolation
}

function noteStops(zone: { lastStepStopped: boolean }, isStopped: boolean): void {
  zone.lastStepStopped = isStopped
}

function noteCulprit(engine: Engine, zone: Zone, { candidate, fault }: Culprit, { tick }: StepTime): void {
  if (fault === undefined) return
  const { input } = candidate
  const at = engine.clock.monotonic()
  zone.poison.note(playerOf(input), at, fault.isStopped)
  engine.failingTypes.count({ module: zone.module.name, type: typeOf(input) }, at)
  reportFault(engine, zone, fault, { tick, input })
}

/**
 * Few lines for each type of input of a zone: a player who has found an intent on which a module fails can send it for hours.
 * Without an input: nobody is found yet.
 */
function reportFault(
  { faultLog }: Engine,
  zone: Zone,
  fault: ModuleFault,
  { tick, input }: { readonly tick: number; readonly input?: Input },
): void {
  const where = { module: zone.module.name, zoneId: zone.id, tick }
  if (input === undefined) faultLog.report(fault, where)
  else faultLog.report(fault, { ...where, input: typeOf(input), playerId: playerOf(input) }, { kind: typeOf(input) })
}

/** The type of an intent, or what else it is. */
function typeOf(input: Input): string {
  if (input.kind === 'intent') return `intent ${input.intent.type}`
  return input.kind === 'presence' ? input.change : input.kind
}
