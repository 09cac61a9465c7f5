/** What a type of ship is. Fighters, shields and warp power are both the most it can have and what it starts with. */
export type ShipType = {
  readonly cargoHolds: number
  readonly fighters: number
  readonly shields: number
  /** Warp power for one move; slow ships need more, and flee better. */
  readonly turnsPerWarp: number
  readonly warpPower: number
  /** Credits. Ships cannot be bought yet; the price decides the scrap that is left of one. */
  readonly price: number
}

const table = {
  kestrel_courier: [30, 300, 150, 3, 300, 25_000],
  sparrow_scout: [20, 200, 120, 2, 280, 35_000],
  wayfarer_freighter: [120, 600, 300, 3, 800, 120_000],
  atlas_hauler: [300, 500, 250, 4, 1_600, 260_000],
  corsair_raider: [60, 1_500, 400, 3, 700, 180_000],
  pike_frigate: [70, 2_000, 600, 3, 900, 300_000],
  bulwark_destroyer: [80, 4_000, 1_200, 4, 1_500, 450_000],
  aegis_cruiser: [90, 3_500, 1_000, 3, 1_300, 700_000],
  pioneer_lifter: [180, 500, 200, 4, 1_400, 220_000],
  sovereign_starcruiser: [140, 6_500, 2_000, 3, 3_000, 2_500_000],
  escape_pod: [0, 0, 0, 1, 800, 0],
} satisfies Record<string, readonly [number, number, number, number, number, number]>

export type ShipTypeName = keyof typeof table

export const shipTypeNames = Object.keys(table) as [ShipTypeName, ...ShipTypeName[]]

/** What every captain starts with, and what is left of a destroyed ship. */
export const starterShip: ShipTypeName = 'kestrel_courier'
export const escapePod: ShipTypeName = 'escape_pod'

export function shipType(name: ShipTypeName): ShipType {
  const [cargoHolds, fighters, shields, turnsPerWarp, warpPower, price] = table[name]
  return { cargoHolds, fighters, shields, turnsPerWarp, warpPower, price }
}
