import { listWords } from '../words/list-words.ts'
import { count } from '../words/quantities.ts'
import { oncePerEntity, type RegionView, type SeenOf } from './region-view.ts'
import type { SeenGarrison } from './seen-garrison.ts'

export type Party = {
  /** Of a ship its captain's id, of a garrison its own. */
  readonly id: string
  readonly kind: 'ship' | 'garrison'
  readonly name: string
  readonly ownerId: string
  readonly typeName: string | null
  readonly fighters: number
  readonly shields: number
  readonly maxFighters: number
  readonly maxShields: number
}

/** A fight as those in it see it. */
export type Fight = {
  readonly id: string
  readonly sector: number
  readonly round: number
  /** ms since the epoch, by the server's clock. */
  readonly deadline: number
  readonly parties: readonly Party[]
}

/** A captain's ship and garrison are one side. */
export type Side = { readonly ownerId: string; readonly isOwn: boolean; readonly parties: readonly Party[] }

/** What the captain has submitted for the round. */
export type Chosen =
  | { readonly action: 'attack'; readonly commit: number; readonly targetId: string }
  | { readonly action: 'flee'; readonly toSector: number }
  | { readonly action: 'brace' | 'pay' }

export const readFight = oncePerEntity(({ id, data }: SeenOf<'encounter'>): Fight => {
  const { sector = 0, round = 1, deadline = 0, participants = [] } = data
  return { id, sector, round, deadline, parties: participants.map(readParty) }
})

type Participant = NonNullable<SeenOf<'encounter'>['data']['participants']>[number]

function readParty(participant: Participant): Party {
  const { id, kind, name, ownerId, shipType, fighters, shields, maxFighters, maxShields } = participant
  return { id, kind, name, ownerId, typeName: shipType, fighters, shields, maxFighters, maxShields }
}

/** The own side first, then the others, the strongest before the weaker. */
export function sidesOf({ parties }: Fight, playerId: string): readonly Side[] {
  const owners = [...new Set(parties.map(({ ownerId }) => ownerId))]
  const sides = owners.map((ownerId) => ({
    ownerId,
    isOwn: ownerId === playerId,
    parties: parties.filter((party) => party.ownerId === ownerId),
  }))
  return sides.sort((one, other) => Number(other.isOwn) - Number(one.isOwn) || strength(other) - strength(one))
}

function strength({ parties }: Side): number {
  return parties.reduce((sum, { fighters }) => sum + fighters, 0)
}

/** Who can be shot at: of another side, with something left. The strongest first. */
export function targetsOf({ parties }: Fight, playerId: string): readonly Party[] {
  return parties
    .filter(({ ownerId, fighters }) => ownerId !== playerId && fighters > 0)
    .sort((one, other) => other.fighters - one.fighters)
}

/** What the player's own ship can do: without fighters it can only flee or pay. */
export function meansOf(fight: Fight, playerId: string): 'all' | 'flight' {
  const own = fight.parties.find(({ id }) => id === playerId)
  return own !== undefined && own.fighters > 0 ? 'all' : 'flight'
}

/** The garrison that can be paid, if there is one of somebody else in the fight that takes tolls. */
export function tollIn<Garrison extends { readonly id: string; readonly isOwn: boolean; readonly mode: string }>(
  fight: Fight,
  garrison: Garrison | undefined,
): Garrison | undefined {
  if (garrison === undefined || garrison.isOwn || garrison.mode !== 'toll') return undefined
  return fight.parties.some(({ id }) => id === garrison.id) ? garrison : undefined
}

/** What was submitted for the round that is open now; undefined: nothing yet. */
export function chosenIn(fight: Fight, { combat }: RegionView['extras']): Chosen | undefined {
  if (combat?.combatId !== fight.id || combat.round !== fight.round || combat.action === null) return undefined
  const { action, commit, targetId, toSector } = combat.action
  switch (action) {
    case 'attack':
      return { action, commit, targetId: targetId ?? '' }
    case 'flee':
      return { action, toSector: toSector ?? 0 }
    case 'brace':
    case 'pay':
      return { action }
  }
}

/** What comes of it when nobody does anything: said before, so that nobody loses a fight, or its end, by waiting. */
export function idleWords({
  fight,
  garrison,
  isTollPaid,
}: {
  readonly fight: Fight
  readonly garrison: Pick<SeenGarrison, 'id' | 'isOwn' | 'mode' | 'tollAmount' | 'ownerName'> | undefined
  readonly isTollPaid: boolean
}): string {
  const isIn = garrison !== undefined && fight.parties.some(({ id, fighters }) => id === garrison.id && fighters > 0)
  if (!isIn || (garrison.mode === 'toll' && isTollPaid)) return 'If nobody attacks, the fight ends.'
  const { isOwn, mode, tollAmount, ownerName } = garrison
  const whose = isOwn ? 'Your garrison' : `The garrison of ${ownerName}`
  if (mode !== 'toll') return `${whose} attacks in every round.`
  return isOwn
    ? `Your garrison asks for ${count(tollAmount, 'credit')}, and attacks until they are paid.`
    : `${whose} asks for ${count(tollAmount, 'credit')}: pay, flee or fight, or it attacks.`
}

/** What was chosen in words, to be shown while the others choose. */
export function chosenWords(chosen: Chosen, fight: Fight): string {
  switch (chosen.action) {
    case 'attack': {
      const target = fight.parties.find(({ id }) => id === chosen.targetId)
      return `You attack ${target?.name ?? 'somebody'} with ${count(chosen.commit, 'fighter')}.`
    }
    case 'flee':
      return `You try to flee to sector ${chosen.toSector}.`
    case 'brace':
      return 'You brace.'
    case 'pay':
      return 'You pay the toll.'
  }
}

/** `Your garrison in sector 1 fights Bob: round 2, 18 fighters left.` */
export function farFightWords({ sector, round, parties }: Fight, playerId: string): string {
  const own = parties.filter(({ ownerId }) => ownerId === playerId)
  const others = parties.filter(({ ownerId }) => ownerId !== playerId).map(({ name }) => name)
  const left = own.reduce((sum, { fighters }) => sum + fighters, 0)
  return `Your garrison in sector ${sector} fights ${listWords(others)}: round ${round}, ${count(left, 'fighter')} left.`
}
