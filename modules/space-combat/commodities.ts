import { z } from 'zod'

export const commoditySchema = z.enum(['fuel_ore', 'organics', 'equipment'])
export type Commodity = z.output<typeof commoditySchema>

/** What ports trade, in the order of the letters of a port's code. */
export const commodities: readonly Commodity[] = commoditySchema.options

const units = z.int().min(0)
export const cargoSchema = z.strictObject({ fuel_ore: units, organics: units, equipment: units })
export type Cargo = z.output<typeof cargoSchema>

export const emptyCargo: Cargo = Object.freeze({ fuel_ore: 0, organics: 0, equipment: 0 })

/** Units in a hold. */
export function cargoUsed(cargo: Readonly<Cargo>): number {
  return commodities.reduce((sum, commodity) => sum + cargo[commodity], 0)
}
