import { given } from '@gridtick/protocol/codes'
import type { EntityId } from 'gridtick'
import type { StepInputs } from '../inputs/step-inputs.ts'
import { createIdSource } from '../kernel/random.ts'
import { type CheckedResult, checkResult } from '../module/check-result.ts'
import { runModule } from '../module/run-module.ts'
import type { ZoneCommit } from '../ports/storage/zone-commit.ts'
import { addressEvent } from '../view/pick-events.ts'
import type { EntityChange } from '../zone/entity-table.ts'
import type { Settlement } from '../zone/settlement.ts'
import type { StepPlan, StepRequest } from '../zone/step-plan.ts'
import { playersAfter } from '../zone/zone-players.ts'
import { admitMembers } from './admit-members.ts'
import { applyDeltas } from './apply-deltas.ts'
import { settleInputs } from './settle-inputs.ts'

/**
 * Works out a step, purely: admits members, runs the module, checks its result, works out the changes, settles the
 * inputs, and says what is to be stored. Throws a ModuleFault when the module fails.
 */
export function planStep(request: StepRequest, inputs: StepInputs): StepPlan {
  const { module, info, committed, limits, time } = request
  const newId = createIdSource(request.seed, time.tick)
  const admission = admitMembers(request, inputs)
  const intents = admission.intents.map(({ intent }) => intent)
  const players =
    admission.members.size === 0 ? committed.players : Object.freeze(playersAfter(committed.players, admission.members))
  const { returned, measured } = runModule(request, { intents, membership: admission.membership, players, newId })
  const intentTypes = new Map(intents.map(({ id, type }) => [id, type]))
  const hook = 'onTick'
  // The schemas of a module are its code, too.
  const { result, changes } = request.running.run({ module: module.name, hook, zoneId: request.zoneId }, () => {
    const result = checkResult(
      { hook, module, stored: committed, deltasMax: 'deltasPerTickMax', intentTypes, limits },
      returned,
    )
    const table = { hook, module, info, entities: committed.entities, limits, newId }
    return { result, changes: applyDeltas(table, result.deltas) }
  })
  const settlement = settleInputs(request, inputs, admission, result)
  const wakeAt = wakeAfter(request, result)
  return {
    commit: commitOf(request, { result, changes, settlement, wakeAt }),
    changes,
    state: result.state ?? committed.state,
    extras: result.extras ?? committed.extras,
    wakeAt,
    settlement,
    events: result.events.map(addressEvent),
    end: result.end,
    time,
    faults: admission.faults,
    measured,
    recorder: undefined,
  }
}

/** A wake time that is due is used up by this step; a finished zone has none. */
function wakeAfter({ committed, time }: StepRequest, { wakeAt, end }: CheckedResult): number | null {
  if (end !== undefined) return null
  if (wakeAt !== undefined) return wakeAt
  return committed.wakeAt !== null && committed.wakeAt <= time.now ? null : committed.wakeAt
}

type StepEffects = {
  readonly result: CheckedResult
  readonly changes: ReadonlyMap<EntityId, EntityChange>
  readonly settlement: Settlement
  readonly wakeAt: number | null
}

function commitOf(request: StepRequest, { result, changes, settlement, wakeAt }: StepEffects): ZoneCommit | undefined {
  const { committed, claim, time, tickOffset, hasFailed } = request
  const hasEffect =
    settlement.inputs.length > 0 ||
    settlement.members.size > 0 ||
    changes.size > 0 ||
    result.state !== undefined ||
    result.extras !== undefined ||
    result.events.length > 0 ||
    result.end !== undefined ||
    wakeAt !== committed.wakeAt ||
    hasFailed
  if (!hasEffect) return undefined
  const put = [...changes.values()].flatMap(({ before, after }) => (after === undefined ? [] : [{ before, after }]))
  const members = [...settlement.members.entries()]
  const putMembers = members.flatMap(([, member]) => (member === undefined ? [] : [member]))
  const departed = settlement.inputs.flatMap((input) =>
    input.kind === 'leave' && input.departed !== undefined ? [input.playerId] : [],
  )
  return {
    ...claim,
    ifTick: committed.tick,
    tick: time.tick,
    at: time.now,
    ...given({ tickOffset, state: result.state, extras: result.extras }),
    wakeAt,
    ...given({ finished: result.end }),
    putEntities: put.map(({ after }) => after),
    deleteEntities: [...changes].flatMap(([id, { after }]) => (after === undefined ? [id] : [])),
    putMembers,
    deleteMembers: members.flatMap(([playerId, member]) =>
      member === undefined && committed.members.has(playerId) ? [playerId] : [],
    ),
    ...(departed.length === 0 ? {} : { deleteDepartures: departed }),
    log: settlement.log,
    before: {
      entities: put.map(({ before }) => before),
      members: putMembers.map(({ playerId }) => committed.members.get(playerId)),
    },
  }
}
