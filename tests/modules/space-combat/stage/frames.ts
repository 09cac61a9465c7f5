/** What matters of an event, in few words, so that a whole scenario can be read at a glance. */
export type Frame = { readonly event: string; readonly [field: string]: unknown }

type Party = {
  readonly fighters: number
  readonly shields: number
  readonly fightersDelta: number
  readonly shieldsDelta: number
}

type Action = {
  readonly action: string
  readonly commit: number
  readonly targetId: string | null
  readonly destinationSector: number | null
  readonly timedOut: boolean
}

export function shortFrame({ event, payload }: { event: string; payload: Record<string, unknown> }): Frame {
  switch (event) {
    case 'status.update':
      return shortStatus(payload as unknown as Status)
    case 'combat.started':
      return { ...shortOpenRound(event, payload), initiator: payload.initiator }
    case 'combat.round_waiting':
      return shortOpenRound(event, payload)
    case 'combat.round_resolved':
    case 'combat.ended':
      return shortRound(event, payload)
    case 'character.moved':
    case 'character.joined': {
      const { timestamp: _when, ...rest } = payload
      return { event, ...rest }
    }
    default:
      return { event, ...payload }
  }
}

type Status = {
  readonly sector: number
  readonly ship: Record<'shipType' | 'credits' | 'fighters' | 'shields' | 'warpPower', unknown>
  readonly sectorContents: {
    readonly garrisons: readonly { ownerId: string; fighters: number; mode: string; tollBalance?: number }[]
    readonly salvage: readonly unknown[]
  }
}

function shortStatus({ sector, ship, sectorContents: { garrisons, salvage } }: Status): Frame {
  const { shipType, credits, fighters, shields, warpPower } = ship
  return {
    ...{ event: 'status.update', sector, shipType, credits, fighters, shields, warpPower },
    garrisons: garrisons.map(({ ownerId, fighters: stationed, mode, tollBalance }) =>
      [ownerId, stationed, mode].concat(tollBalance === undefined ? [] : [tollBalance]),
    ),
    salvage: salvage.length,
  }
}

function shortOpenRound(event: string, { round, sector, participants }: Record<string, unknown>): Frame {
  const parties = Object.entries(participants as Record<string, Party>)
  const numbers = parties.map(([id, { fighters, shields }]) => [id, [fighters, shields]])
  return { event, round, sector, participants: Object.fromEntries(numbers) }
}

function shortRound(event: string, payload: Record<string, unknown>): Frame {
  const { round, sector, result, participants, actions, fleeResults } = payload
  const numbers = Object.entries(participants as Record<string, Party>).map(([id, party]) => {
    const { fighters, shields, fightersDelta, shieldsDelta } = party
    return [id, [fighters, shields, fightersDelta, shieldsDelta]]
  })
  const done = Object.entries(actions as Record<string, Action>).map(([id, taken]) => {
    const { action, commit, targetId, destinationSector, timedOut } = taken
    return [id, [action, commit, targetId, destinationSector, timedOut]]
  })
  const fled = Object.entries(fleeResults as Record<string, boolean>).flatMap(([id, hasFled]) => (hasFled ? [id] : []))
  const salvage = payload.salvage === undefined ? {} : { salvage: (payload.salvage as readonly unknown[]).length }
  return {
    ...{ event, round, sector, result, participants: Object.fromEntries(numbers), actions: Object.fromEntries(done) },
    ...{ fled, ...salvage },
  }
}

type StatusWish = Partial<Record<'shipType' | 'credits' | 'fighters' | 'shields' | 'warpPower', unknown>> & {
  readonly sector: number
  readonly garrisons?: readonly (readonly unknown[])[]
  readonly salvage?: number
}

/** A status: of a full kestrel with 1,000 credits, unless told otherwise. */
export function status({ garrisons = [], salvage = 0, ...wish }: StatusWish): Frame {
  const kestrel = { shipType: 'kestrel_courier', credits: 1_000, fighters: 300, shields: 150, warpPower: 300 }
  return { event: 'status.update', ...kestrel, ...wish, garrisons, salvage }
}

type Parties = { readonly [id: string]: readonly [fighters: number, shields: number] }

export function started(fields: { round: number; sector: number; initiator: string; participants: Parties }): Frame {
  return { event: 'combat.started', ...fields }
}

export function waiting(fields: { round: number; sector: number; participants: Parties }): Frame {
  return { event: 'combat.round_waiting', ...fields }
}

export type Round = {
  readonly round: number
  readonly sector: number
  readonly result: string | null
  /** Fighters, shields, and what the round took of both. */
  readonly participants: { readonly [id: string]: readonly [number, number, number, number] }
  /** Action, commit, target, destination, whether it timed out. */
  readonly actions: { readonly [id: string]: readonly [string, number, string | null, number | null, boolean] }
  readonly fled?: readonly string[]
}

export function resolved({ fled = [], ...round }: Round): Frame {
  return { event: 'combat.round_resolved', ...round, fled }
}

/** The same once more at the end, with the number of containers. */
export function ended({ fled = [], ...round }: Round, salvage?: number): Frame {
  return { event: 'combat.ended', ...round, fled, ...(salvage === undefined ? {} : { salvage }) }
}

export function moved(characterId: string, fromSector: number, toSector: number, moveType = 'normal'): Frame {
  return { event: 'character.moved', characterId, fromSector, toSector, moveType }
}

export function seenMoving(
  name: string,
  movement: 'arrive' | 'depart',
  { shipType = 'kestrel_courier', moveType = 'normal' } = {},
): Frame {
  return { event: 'character.moved', name, shipType, moveType, movement }
}

/** Something that cannot be done in this round, and what a party does instead. */
export const brace = ['brace', 0, null, null, false] as const
export const timedOut = ['brace', 0, null, null, true] as const

export function attack(commit: number, target: string): readonly ['attack', number, string, null, false] {
  return ['attack', commit, target, null, false]
}
