import type { EntityId } from '../../contract/entity.ts'
import type { Intent } from '../../contract/intent.ts'
import type { ModuleLog } from '../../contract/module.ts'
import type { MembershipChange, ZonePlayer } from '../../contract/player.ts'
import { createRandom } from '../../kernel/random.ts'
import { thrownBy } from './module-fault.ts'
import type { StepRequest } from './plan-step.ts'

export type ModuleInputs = {
  readonly intents: readonly Intent[]
  readonly membership: readonly MembershipChange[]
  readonly players: readonly ZonePlayer[]
  readonly newId: (kind: string) => EntityId
}

/**
 * Calls `onTick` with frozen inputs. What it returns is not looked at here. Throws a ModuleFault if it throws.
 */
export function runModule(request: StepRequest, inputs: ModuleInputs): unknown {
  const { zoneId, info, module, seed, committed, time, log, running } = request
  const { intents, membership, players, newId } = inputs
  const context = {
    zone: info,
    tick: time.tick,
    now: time.now,
    elapsedMs: time.elapsedMs,
    entities: committed.entities,
    state: committed.state,
    extras: committed.extras,
    players,
    intents: Object.freeze(intents),
    membership: Object.freeze(membership),
    random: createRandom(`${seed}\u0000tick\u0000${time.tick}`),
    newId,
    log,
  }
  try {
    return running.run({ module: module.name, hook: 'onTick', zoneId }, () => module.onTick(Object.freeze(context)))
  } catch (error) {
    throw thrownBy('onTick', error)
  }
}

export const silentModuleLog: ModuleLog = { debug() {}, info() {}, warn() {}, error() {} }
