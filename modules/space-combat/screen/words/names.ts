import type { Commodity } from '../../commodities.ts'
import type { Garrison } from '../../kinds.ts'

/** What a captain reads for what the wire calls otherwise. */

/** In the order of the letters of a port's code. */
export const commodityNames: { readonly [Name in Commodity]: string } = {
  fuel_ore: 'fuel ore',
  organics: 'organics',
  equipment: 'equipment',
}

export const commodityList = Object.keys(commodityNames) as readonly Commodity[]

/** Any name of the wire: a commodity, or scrap. */
export function commodityName(name: string): string {
  return (commodityNames as Readonly<Record<string, string>>)[name] ?? name.replaceAll('_', ' ')
}

/** `kestrel_courier` is a Kestrel Courier. */
export function shipTypeName(type: string): string {
  return type.replaceAll('_', ' ').replace(/\b[a-z]/g, (letter) => letter.toUpperCase())
}

export type GarrisonMode = Garrison['data']['mode']

/** What each mode means for who comes by. */
export const garrisonModes: { readonly [Mode in GarrisonMode]: string } = {
  defensive: 'defensive: leaves others alone',
  offensive: 'offensive: attacks who comes',
  toll: 'toll: asks for credits first',
}
