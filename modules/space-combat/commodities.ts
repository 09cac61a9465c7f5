import { z } from 'zod'

/** What ports trade, in the order of the letters of a port's code. */
export const commodities = ['fuel_ore', 'organics', 'equipment'] as const
export type Commodity = (typeof commodities)[number]

const units = z.int().min(0)
export const commoditySchema = z.enum(commodities)
export const cargoSchema = z.strictObject({ fuel_ore: units, organics: units, equipment: units })
export type Cargo = z.output<typeof cargoSchema>

export const emptyCargo: Cargo = Object.freeze({ fuel_ore: 0, organics: 0, equipment: 0 })

/** Units in a hold. */
export function cargoUsed(cargo: Readonly<Cargo>): number {
  return commodities.reduce((sum, commodity) => sum + cargo[commodity], 0)
}
