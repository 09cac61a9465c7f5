import {
  draftEntities,
  type EntityTable,
  type IntentOf,
  type IntentRefusal,
  type MembershipChange,
  type ModuleLog,
  type Random,
} from 'gridtick'
import { resolveDueRounds } from './combat/due-rounds.ts'
import { balanceOf, type RegionConfig } from './config.ts'
import { carryOut } from './intents/carry-out.ts'
import type { intents } from './intents/schemas.ts'
import type { kinds, Thing } from './kinds.ts'
import type { Region } from './region.ts'
import { enterRegion } from './rules/enter-region.ts'
import { removeExpiredSalvage } from './rules/salvage.ts'
import { wakeTime } from './rules/wake-time.ts'

/** What a tick of a region begins with. */
export type TickStart = {
  readonly zone: { readonly config: RegionConfig }
  readonly entities: EntityTable<Thing>
  readonly state: Region['state']
  readonly intents: readonly IntentOf<typeof intents>[]
  readonly membership: readonly MembershipChange[]
  readonly now: number
  readonly random: Random
  readonly newId: (kind: string) => string
  readonly log: ModuleLog
}

/** One tick, in its order: who came, what was asked for, what is due. */
export function onTick(start: TickStart) {
  const region = openRegion(start)
  for (const member of start.membership) if (member.change === 'joined') enterRegion(region, member)
  const refuse: IntentRefusal[] = []
  for (const intent of start.intents) {
    const refusal = carryOut(region, intent)
    if (refusal !== undefined) refuse.push({ ...refusal, intentId: intent.id })
  }
  resolveDueRounds(region)
  removeExpiredSalvage(region)
  return { ...region.entities.deltas(), state: region.state, events: region.events, refuse, wakeAt: wakeTime(region) }
}

function openRegion({ zone, entities, state, now, random, newId, log }: TickStart): Region {
  return {
    now,
    balance: balanceOf(zone.config),
    startSector: zone.config.startSector,
    entities: draftEntities<typeof kinds>(entities, newId),
    state: { ...state },
    random,
    newId,
    log,
    events: [],
  }
}
