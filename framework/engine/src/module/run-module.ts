import type {
  EntityId,
  GameModule,
  Intent,
  Measured,
  MembershipChange,
  ModuleLog,
  ZoneId,
  ZoneInfo,
  ZonePlayer,
} from 'gridtick'
import { type AnyZoneBase, assert, declarationOf, type IntentHandlers, type IntentSchemas } from 'gridtick/internal'
import { aPromise } from '../kernel/a-promise.ts'
import { createRandom } from '../kernel/random.ts'
import type { RunningHook } from '../kernel/running-hook.ts'
import type { Limits } from '../ports/limits.ts'
import { Measurements } from './measurements.ts'
import { badResult, thrownBy } from './module-fault.ts'
import { noteReading } from './note-reading.ts'
import { returnedBy } from './result-place.ts'

/** What a module is run on. */
export type ModuleRequest = {
  readonly zoneId: ZoneId
  readonly info: ZoneInfo
  readonly module: GameModule
  readonly seed: string
  readonly committed: Pick<AnyZoneBase, 'entities' | 'state' | 'extras'>
  readonly time: { readonly tick: number; readonly now: number; readonly elapsedMs: number }
  readonly limits: Limits
  readonly log: ModuleLog
  readonly running: RunningHook
}

export type ModuleInputs = {
  readonly intents: readonly Intent[]
  readonly membership: readonly MembershipChange[]
  readonly players: readonly ZonePlayer[]
  readonly newId: (kind: string) => EntityId
}

/**
 * Calls `onTick` with frozen inputs. What it returns is only looked at for a promise. Throws a ModuleFault if it throws.
 */
export function runModule(
  request: ModuleRequest,
  inputs: ModuleInputs,
): { readonly returned: unknown; readonly measured: readonly Measured[] } {
  const { zoneId, info, module, seed, committed, time, limits, log, running } = request
  const { metrics = {} } = module
  const measurements = new Measurements(metrics, limits)
  const { intents, membership, players, newId } = inputs
  const call = { module: module.name, hook: 'onTick', zoneId, intentId: undefined }
  const context = {
    zone: info,
    tick: time.tick,
    now: time.now,
    elapsedMs: time.elapsedMs,
    entities: committed.entities,
    state: committed.state,
    extras: committed.extras,
    players,
    intents: Object.freeze(intents.map((intent) => noteReading(intent, call))),
    handlers: handlersOf(module.intents),
    membership: Object.freeze(membership),
    random: createRandom(`${seed}\u0000tick\u0000${time.tick}`),
    newId,
    log,
    metrics,
    count: measurements.count,
    observe: measurements.observe,
  }
  const { onTick } = module
  assert(onTick !== undefined, 'a module whose zones tick has an onTick')
  try {
    const returned = running.run(call, () => onTick.call(module, Object.freeze(context)))
    if (running.isPromise(call, returned)) throw badResult(returnedBy('onTick'), aPromise)
    return { returned, measured: measurements.all() }
  } catch (error) {
    throw thrownBy('onTick', error)
  }
}

const knownHandlers = new WeakMap<IntentSchemas, IntentHandlers>()

/** What a module's intents do, by type: those that were made with `intent(schema, handler)`. */
function handlersOf(intents: IntentSchemas): IntentHandlers {
  const known = knownHandlers.get(intents)
  if (known !== undefined) return known
  const entries = Object.entries(intents).map(([type, intent]) => [type, declarationOf(intent).handler] as const)
  const handlers = Object.freeze(Object.fromEntries(entries.filter(([, handler]) => handler !== undefined)))
  knownHandlers.set(intents, handlers)
  return handlers
}

export const silentModuleLog: ModuleLog = { debug() {}, info() {}, warn() {}, error() {} }
