import type { Chance } from './chance.ts'
import type { Notes } from './notes.ts'
import type { View } from './view.ts'
import type { Entity } from './wire.ts'

export const commodities = ['fuel_ore', 'organics', 'equipment'] as const
export type Commodity = (typeof commodities)[number]

export type Ship = {
  readonly shipType: string
  readonly sector: number
  readonly fighters: number
  readonly shields: number
  readonly warpPower: number
  readonly cargo: Readonly<Record<Commodity, number>>
  readonly credits: number
}

export type Other = { readonly playerId: string; readonly shipType: string }

export type Garrison = {
  readonly sector: number
  readonly fighters: number
  readonly mode: 'offensive' | 'defensive' | 'toll'
  readonly tollAmount: number
  /** Shown to the owner alone. */
  readonly tollBalance?: number
}

export type Party = {
  readonly id: string
  readonly kind: 'ship' | 'garrison'
  readonly ownerId: string
  readonly fighters: number
}

export type Fight = {
  readonly combatId: string
  readonly round: number
  readonly hasActed: boolean
  readonly enemies: readonly Party[]
}

/** All that a captain decides by: what is seen now, and what was noted before. */
export type Situation = {
  readonly playerId: string
  readonly ship: Ship
  readonly warps: readonly number[]
  readonly others: readonly Other[]
  readonly garrisonHere: (Garrison & { readonly isOwn: boolean }) | undefined
  /** Wherever they are. */
  readonly ownGarrisons: readonly Garrison[]
  readonly salvageIds: readonly string[]
  /** The own fight. */
  readonly fight: Fight | undefined
  readonly notes: Notes
  readonly chance: Chance
}

/** Reads a view. Undefined while there is no ship in it. */
export function readSituation(
  view: View,
  { playerId, notes, chance }: Pick<Situation, 'playerId' | 'notes' | 'chance'>,
): Situation | undefined {
  const all = [...view.entities.values()]
  const ofKind = (kind: string) => all.filter((entity) => entity.kind === kind)
  const isOwn = ({ ownerId }: Entity) => ownerId === playerId
  const ship = ofKind('ship').find(isOwn)?.data as Ship | undefined
  if (ship === undefined) return undefined
  const garrisons = ofKind('garrison').map((entity) => ({ ...(entity.data as Garrison), isOwn: isOwn(entity) }))
  const sector = ofKind('sector').find(({ data }) => data.sector === ship.sector)
  return {
    playerId,
    ship,
    warps: (sector?.data.warps ?? []) as readonly number[],
    others: ofKind('ship')
      .filter((entity) => !isOwn(entity))
      .map(({ ownerId, data }) => ({ playerId: ownerId ?? '', shipType: String(data.shipType) })),
    garrisonHere: garrisons.find((garrison) => garrison.sector === ship.sector),
    ownGarrisons: garrisons.filter((garrison) => garrison.isOwn),
    salvageIds: ofKind('salvage').map(({ id }) => id),
    fight: readFight(view, playerId),
    notes,
    chance,
  }
}

function readFight({ entities, extras }: View, playerId: string): Fight | undefined {
  const own = extras.combat as { combatId: string; round: number; action: object | null } | null | undefined
  if (own == null) return undefined
  const participants = (entities.get(own.combatId)?.data.participants ?? []) as readonly Party[]
  return {
    combatId: own.combatId,
    round: own.round,
    hasActed: own.action !== null,
    enemies: participants.filter(({ ownerId, fighters }) => ownerId !== playerId && fighters > 0),
  }
}
