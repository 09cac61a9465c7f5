import type { CreateOf } from 'gridtick'
import type { Cargo } from '../../../../modules/space-combat/commodities.ts'
import { balanceOf, type RegionConfig } from '../../../../modules/space-combat/config.ts'
import {
  chartId,
  chartSectors,
  type Garrison,
  garrisonId,
  type kinds,
  type Sector,
  sectorId,
  shipId,
} from '../../../../modules/space-combat/kinds.ts'
import { seenNow } from '../../../../modules/space-combat/rules/visit.ts'
import { type ShipTypeName, shipType } from '../../../../modules/space-combat/ship-types.ts'
import { offMap } from '../../../../modules/space-combat/world/off-map.ts'

export type ShipWish = {
  readonly sector?: number
  readonly shipType?: ShipTypeName
  readonly fighters?: number
  readonly shields?: number
  readonly warpPower?: number
  readonly cargo?: Partial<Cargo>
  readonly credits?: number
}

export type GarrisonWish = {
  readonly owner: string
  readonly sector: number
  readonly fighters: number
  readonly mode: Garrison['data']['mode']
  readonly toll?: number
  readonly bank?: number
}

export type SalvageWish = {
  readonly id: string
  readonly sector: number
  readonly cargo?: Partial<Cargo>
  readonly scrap?: number
  readonly credits?: number
  readonly loserId?: string
  /** ms from the beginning. */
  readonly ttlMs?: number
}

type StoredFight = Extract<CreateOf<typeof kinds>, { kind: 'encounter' }>['data']
type StoredParty = StoredFight['participants'][number]

/** A fight as it is stored, in any release. */
export type FightWish = Pick<StoredFight, 'sector' | 'participants'> & Partial<StoredFight> & { readonly id: string }

/** A party as it is stored: a kestrel, full, unless told otherwise. */
export function storedParty(id: string, changes: Partial<StoredParty> = {}): StoredParty {
  return {
    ...{ id, kind: 'ship', name: id, ownerId: id, shipType: 'kestrel_courier', isEscapePod: false },
    ...{ fighters: 300, shields: 150, maxFighters: 300, maxShields: 150, turnsPerWarp: 3 },
    ...{ fightersAtEntry: 300, hits: 0 },
    ...changes,
  }
}

export type Props = {
  /** By the ids of their captains, who are named so, too. */
  readonly ships: { readonly [playerId: string]: ShipWish }
  readonly garrisons?: readonly GarrisonWish[]
  readonly salvage?: readonly SalvageWish[]
  readonly fights?: readonly FightWish[]
  /** What ports hold, by sector. */
  readonly stocks?: { readonly [sector: number]: Cargo }
}

const empty: Cargo = { fuel_ore: 0, organics: 0, equipment: 0 }

/** A new region, and what stands in it, as a tick would have created it. */
export function withProps(
  { ships, garrisons = [], salvage = [], stocks = {}, fights = [] }: Props,
  region: readonly CreateOf<typeof kinds>[],
  { config, now }: { readonly config: RegionConfig; readonly now: number },
): CreateOf<typeof kinds>[] {
  const sectorAt = (sector: number) => region.find(({ id }) => id === sectorId(sector)) as unknown as Sector
  const placeOf = (sector: number) => ({ x: sectorAt(sector).x, y: sectorAt(sector).y })
  const { startCredits } = balanceOf(config).ships
  const stocked = region.map((entity) => {
    if (entity.kind !== 'sector' || entity.data.port === null) return entity
    const stock = stocks[entity.data.sector] ?? entity.data.port.stock
    return { ...entity, data: { ...entity.data, port: { ...entity.data.port, stock } } }
  })
  return [
    ...stocked,
    ...Object.entries(ships).flatMap(([name, { sector = 0, shipType: type = 'kestrel_courier', ...wish }]) => {
      const { fighters, shields, warpPower } = shipType(type)
      const cargo = { ...empty, ...wish.cargo }
      const full = { fighters, shields, warpPower, credits: startCredits, messageAt: 0 }
      const known = seenNow(sectorAt(sector), now)
      const block = Math.floor(sector / chartSectors)
      return [
        {
          ...{ id: shipId(name), kind: 'ship' as const, ...placeOf(sector), ownerId: name },
          data: { name, shipType: type, ...full, ...wish, sector, cargo },
        },
        {
          ...{ id: chartId(name, sector), kind: 'chart' as const, ...offMap, ownerId: name },
          data: { block, sectors: [{ ...known, warps: [...known.warps] }] },
        },
      ]
    }),
    ...garrisons.map(({ owner, sector, fighters, mode, toll: tollAmount = 0, bank: tollBalance = 0 }) => ({
      ...{ id: garrisonId(sector, owner), kind: 'garrison' as const, ...placeOf(sector), ownerId: owner },
      data: { sector, ownerName: owner, fighters, mode, tollAmount, tollBalance, deployedAt: now },
    })),
    ...salvage.map(({ id, sector, cargo, scrap = 0, credits = 0, ttlMs = 900_000, loserId = 'somebody' }) => ({
      ...{ id, kind: 'salvage' as const, ...placeOf(sector), ownerId: null },
      data: {
        ...{ sector, cargo: { ...empty, ...cargo }, scrap, credits, createdAt: now, expiresAt: now + ttlMs },
        ...{ victorId: null, loserId, loserName: loserId, shipType: 'kestrel_courier' as const, combatId: 'long ago' },
      },
    })),
    ...fights.map(({ id, sector, participants, ...wish }) => ({
      ...{ id, kind: 'encounter' as const, ...placeOf(sector), ownerId: null },
      data: {
        ...{ sector, participants, round: 1, deadline: now + 15_000, seed: 'abc' },
        ...{ initiatorId: participants[0]?.id ?? '', reason: 'manual' as const, createdAt: now },
        ...{ pending: [], tolls: [], fled: [], log: [], ...wish },
      },
    })),
  ]
}
