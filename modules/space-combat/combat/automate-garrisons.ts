import type { Encounter, Garrison, Participant, PendingAction, Toll } from '../kinds.ts'
import { participantOf } from '../lookup.ts'
import type { Region } from '../region.ts'
import { compareIds } from './compare-ids.ts'
import { type GarrisonStance, garrisonCommit } from './garrison-commit.ts'
import { canFight } from './parties.ts'

/**
 * Each living garrison submits what its mode says, in place of what it submitted before: so running it again, because
 * somebody came, doubles nothing. A toll garrison that was not in the fight yet makes its demand.
 */
export function automateGarrisons(region: Region, encounter: Encounter): Encounter {
  const garrisons = encounter.data.participants
    .filter((party) => party.kind === 'garrison' && canFight(party))
    .map(({ id }) => region.entities.get(id))
    .filter((entity) => entity?.kind === 'garrison')
  const tolls = garrisons.reduce((known, garrison) => withDemand(known, garrison, encounter), encounter.data.tolls)
  const demanded = region.entities.change(encounter, { data: { tolls } })
  return garrisons.reduce((changing, garrison) => {
    const action = { ...garrisonAction(region, changing, garrison), submittedAt: region.now }
    return submit(region, changing, action)
  }, demanded)
}

/** What a party does in this round, in place of what it submitted before. */
export function submit(region: Region, encounter: Encounter, action: PendingAction): Encounter {
  const others = encounter.data.pending.filter(({ id }) => id !== action.id)
  return region.entities.change(encounter, { data: { pending: [...others, action] } })
}

/** Whom a toll is asked of is chosen once: who began, or else the strongest. */
function withDemand(tolls: readonly Toll[], garrison: Garrison, encounter: Encounter): readonly Toll[] {
  if (garrison.data.mode !== 'toll' || tolls.some(({ garrisonId }) => garrisonId === garrison.id)) return tolls
  const ownerId = garrison.ownerId ?? ''
  const enemies = enemyShips(encounter, ownerId)
  const target = enemies.find(({ id }) => id === encounter.data.initiatorId) ?? strongest(enemies)
  const demand: Toll = {
    garrisonId: garrison.id,
    ownerId,
    amount: garrison.data.tollAmount,
    targetId: target?.id ?? null,
    isPaid: false,
    paidRound: null,
    demandRound: encounter.data.round,
  }
  return [...tolls, demand]
}

function garrisonAction(
  { balance }: Region,
  encounter: Encounter,
  { id, ownerId, data: { fighters, mode } }: Garrison,
): Omit<PendingAction, 'submittedAt'> {
  const toll = encounter.data.tolls.find(({ garrisonId }) => garrisonId === id)
  const stance: GarrisonStance = mode === 'toll' ? { mode, toll: tollStage(toll, encounter.data.round) } : { mode }
  const commit = garrisonCommit({ stance, fighters }, balance.garrisons)
  const target = mode === 'toll' ? tollTarget(encounter, toll) : strongest(enemyShips(encounter, ownerId ?? ''))
  return commit > 0 && target !== undefined
    ? { id, action: 'attack', commit, targetId: target.id, toSector: null }
    : { id, action: 'brace', commit: 0, targetId: null, toSector: null }
}

function tollStage(toll: Toll | undefined, round: number): 'demanded' | 'unpaid' | 'paid' {
  if (toll?.isPaid) return 'paid'
  return toll === undefined || toll.demandRound === round ? 'demanded' : 'unpaid'
}

/** Whom an unpaid toll is asked of, while still there and able to fight. */
export function tollTarget(encounter: Encounter, toll: Toll | undefined): Participant | undefined {
  const target = toll?.targetId == null ? undefined : participantOf(encounter, toll.targetId)
  return target !== undefined && canFight(target) ? target : undefined
}

function enemyShips({ data: { participants } }: Encounter, ownerId: string): readonly Participant[] {
  return participants.filter((party) => party.kind === 'ship' && party.ownerId !== ownerId && canFight(party))
}

/** The most fighters, then the most shields, then the highest id. */
function strongest(parties: readonly Participant[]): Participant | undefined {
  return [...parties].sort(
    (one, other) => other.fighters - one.fighters || other.shields - one.shields || compareIds(other.id, one.id),
  )[0]
}
