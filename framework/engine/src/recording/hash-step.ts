import type { EntityChange } from '../zone/entity-table.ts'
import type { StepPlan } from '../zone/step-plan.ts'
import { playersAfterStep } from '../zone/zone-players.ts'
import type { ZoneState } from '../zone/zone-state.ts'
import { entitiesHash, entityHash, hashParts, hashText, sumHashes } from './state-hash.ts'

/** The hash of a state, and what it was added up from. */
export type StepHashes = {
  /** The sum of all entities: what the next step goes on from. */
  readonly entities: bigint
  readonly hash: string
  readonly parts: { readonly state: string; readonly extras: string; readonly players: string }
}

/**
 * The hashes of the state as it will be after a step, at the cost of what the step changes. `before` is the sum of the
 * entities as they are; undefined: it is added up here.
 */
export function hashesAfterStep(
  committed: Readonly<ZoneState>,
  before: bigint | undefined,
  plan: StepPlan,
): StepHashes {
  const sum = (before ?? entitiesHash(committed.entities.all())) + changeOfHash(plan.changes.values())
  const entities = BigInt.asUintN(64, sum)
  const players = playersAfterStep(committed, plan.settlement.members)
  const parts = hashParts({ state: plan.state, extras: plan.extras, players })
  return {
    entities,
    hash: sumHashes(entities, parts, plan.wakeAt),
    parts: { state: hashText(parts.state), extras: hashText(parts.extras), players: hashText(parts.players) },
  }
}

function changeOfHash(changes: Iterable<EntityChange>): bigint {
  let change = 0n
  for (const { before, after } of changes) {
    if (before !== undefined) change -= entityHash(before)
    if (after !== undefined) change += entityHash(after)
  }
  return change
}
