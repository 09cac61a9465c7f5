import type { Cargo } from '../../commodities.ts'
import { type ShipType, type ShipTypeName, shipType } from '../../ship-types.ts'
import { commodityList } from '../words/names.ts'
import { type Fight, readFight } from './fight.ts'
import { oncePerEntity, type RegionView, type SeenOf, seenOfKind } from './region-view.ts'
import type { SeenGarrison } from './seen-garrison.ts'

/** The own ship, with what its type can have at the most. */
export type OwnShip = {
  readonly name: string
  readonly typeName: ShipTypeName
  readonly most: ShipType
  readonly sector: number
  readonly fighters: number
  readonly shields: number
  readonly warpPower: number
  readonly cargo: Readonly<Cargo>
  readonly cargoUsed: number
  readonly credits: number
  readonly isEscapePod: boolean
}

export type OtherShip = { readonly playerId: string; readonly name: string; readonly typeName: string }

/** The sector a captain is in. */
export type Place = {
  readonly sector: number
  readonly x: number
  readonly y: number
  /** Where one can fly from here, by number. */
  readonly warps: readonly number[]
  readonly port: { readonly class: number; readonly stock: Readonly<Cargo> } | null
}

export type Container = {
  readonly id: string
  readonly cargo: Readonly<Cargo>
  readonly scrap: number
  readonly credits: number
  readonly loserId: string
  readonly loserName: string
  /** ms since the epoch. */
  readonly expiresAt: number
}

/** What a captain's view comes to: no ship yet, or all there is to act on. */
export type Situation = { readonly phase: 'arriving' } | Playing

export type Playing = {
  readonly phase: 'playing'
  readonly playerId: string
  readonly own: OwnShip
  readonly place: Place
  readonly others: readonly OtherShip[]
  /** The one that holds this sector. */
  readonly garrison: SeenGarrison | undefined
  /** Wherever they are, by sector. */
  readonly ownGarrisons: readonly SeenGarrison[]
  readonly containers: readonly Container[]
  /** The own one. */
  readonly fight: Fight | undefined
  /** Those that own garrisons are in, elsewhere. */
  readonly fightsElsewhere: readonly Fight[]
  readonly extras: RegionView['extras']
}

/** Reads a view. A part is the same object for as long as its entity is. */
export function readSituation(view: RegionView, playerId: string): Situation {
  const ship = seenOfKind(view, 'ship').find(({ ownerId }) => ownerId === playerId)
  const own = ship && ownShip(ship)
  const place = seenOfKind(view, 'sector')
    .map(placeOf)
    .find(({ sector }) => sector === own?.sector)
  if (own === undefined || place === undefined) return { phase: 'arriving' }

  const garrisons = seenOfKind(view, 'garrison').map((garrison) => garrisonOf(garrison, garrison.ownerId === playerId))
  const fights = seenOfKind(view, 'encounter').map(readFight)
  const isOwnFight = ({ parties }: Fight) => parties.some(({ id }) => id === playerId)
  return {
    phase: 'playing',
    playerId,
    own,
    place,
    others: seenOfKind(view, 'ship')
      .filter(({ ownerId }) => ownerId !== playerId)
      .map(otherShip)
      .sort(byName),
    garrison: garrisons.find(({ sector }) => sector === own.sector),
    ownGarrisons: garrisons.filter(({ isOwn }) => isOwn).sort((one, other) => one.sector - other.sector),
    containers: seenOfKind(view, 'salvage')
      .filter(({ data }) => data.sector === own.sector)
      .map(containerOf),
    fight: fights.find(isOwnFight),
    fightsElsewhere: fights.filter((fight) => !isOwnFight(fight)),
    extras: view.extras,
  }
}

/** Any part of what is seen may be missing from it; then it counts as nothing. */
const ownShip = oncePerEntity(({ data }: SeenOf<'ship'>): OwnShip => {
  const { name = '', shipType: typeName = 'kestrel_courier', sector = 0, fighters = 0, shields = 0 } = data
  const { warpPower = 0, credits = 0 } = data
  const cargo = wholeCargo(data.cargo)
  return {
    ...{ name, typeName, sector, fighters, shields, warpPower, cargo, credits },
    most: shipType(typeName),
    cargoUsed: commodityList.reduce((sum, commodity) => sum + cargo[commodity], 0),
    isEscapePod: typeName === 'escape_pod',
  }
})

const otherShip = oncePerEntity(({ ownerId, data }: SeenOf<'ship'>): OtherShip => {
  return { playerId: ownerId ?? '', name: data.name ?? '', typeName: data.shipType ?? '' }
})

const placeOf = oncePerEntity(({ x, y, data }: SeenOf<'sector'>): Place => {
  const { sector = 0, warps = [], port = null } = data
  return {
    ...{ sector, x, y },
    warps: [...warps].sort((one, other) => one - other),
    port: port === null ? null : { class: port.class ?? 0, stock: wholeCargo(port.stock) },
  }
})

const ownGarrison = oncePerEntity((garrison: SeenOf<'garrison'>) => seenGarrison(garrison, true))
const foreignGarrison = oncePerEntity((garrison: SeenOf<'garrison'>) => seenGarrison(garrison, false))

function garrisonOf(garrison: SeenOf<'garrison'>, isOwn: boolean): SeenGarrison {
  return isOwn ? ownGarrison(garrison) : foreignGarrison(garrison)
}

function seenGarrison({ id, ownerId, data }: SeenOf<'garrison'>, isOwn: boolean): SeenGarrison {
  const { sector = 0, ownerName = '', fighters = 0, mode = 'defensive', tollAmount = 0, tollBalance = null } = data
  return { id, sector, ownerId: ownerId ?? '', ownerName, isOwn, fighters, mode, tollAmount, tollBalance }
}

const containerOf = oncePerEntity(({ id, data }: SeenOf<'salvage'>): Container => {
  const { scrap = 0, credits = 0, loserId = '', loserName = '', expiresAt = 0 } = data
  return { id, cargo: wholeCargo(data.cargo), scrap, credits, loserId, loserName, expiresAt }
})

function wholeCargo({ fuel_ore = 0, organics = 0, equipment = 0 }: Partial<Cargo> = {}): Cargo {
  return { fuel_ore, organics, equipment }
}

/** Two captains may have the same name; then the ids decide, so that they do not change places. */
function byName(one: OtherShip, other: OtherShip): number {
  return one.name.localeCompare(other.name) || (one.playerId < other.playerId ? -1 : 1)
}
