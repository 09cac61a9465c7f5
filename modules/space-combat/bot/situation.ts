import type { BotRandom, SeenEntity, ZoneView } from '@gridtick/client'
import type { spaceCombat } from '../space-combat.ts'
import type { Commodity } from './commodities.ts'
import type { Notes } from './notes.ts'

type View = ZoneView<typeof spaceCombat>
type Thing = SeenEntity<typeof spaceCombat>

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
  readonly random: BotRandom
}

/** Reads a view. Undefined while there is no ship in it. */
export function readSituation(
  view: View,
  { playerId, notes, random }: Pick<Situation, 'playerId' | 'notes' | 'random'>,
): Situation | undefined {
  const all = [...view.entities.values()]
  const isOwn = ({ ownerId }: Thing) => ownerId === playerId
  const ship = all.find((thing) => thing.kind === 'ship' && isOwn(thing))?.data as Ship | undefined
  if (ship === undefined) return undefined
  const garrisons = ofKind(all, 'garrison').map((thing) => ({ ...(thing.data as Garrison), isOwn: isOwn(thing) }))
  const sector = ofKind(all, 'sector').find(({ data }) => data.sector === ship.sector)
  return {
    playerId,
    ship,
    warps: (sector?.data.warps ?? []) as readonly number[],
    others: ofKind(all, 'ship')
      .filter((thing) => !isOwn(thing))
      .map(({ ownerId, data }) => ({ playerId: ownerId ?? '', shipType: String(data.shipType) })),
    garrisonHere: garrisons.find((garrison) => garrison.sector === ship.sector),
    ownGarrisons: garrisons.filter((garrison) => garrison.isOwn),
    salvageIds: ofKind(all, 'salvage').map(({ id }) => id),
    fight: readFight(view, playerId),
    notes,
    random,
  }
}

function ofKind<Kind extends Thing['kind']>(all: readonly Thing[], kind: Kind) {
  return all.filter((thing): thing is Extract<Thing, { kind: Kind }> => thing.kind === kind)
}

function readFight({ entities, extras }: View, playerId: string): Fight | undefined {
  const own = extras.combat
  if (own === null) return undefined
  const encounter = entities.get(own.combatId)
  const participants = (encounter?.kind === 'encounter' ? encounter.data.participants : []) as readonly Party[]
  return {
    combatId: own.combatId,
    round: own.round,
    hasActed: own.action !== null,
    enemies: participants.filter(({ ownerId, fighters }) => ownerId !== playerId && fighters > 0),
  }
}
