import { z } from 'zod'

export const shipClassSchema = z.enum(['scout', 'frigate', 'cruiser', 'carrier', 'transport', 'starbase'])

export type ShipClass = z.output<typeof shipClassSchema>

export const shipClasses: readonly ShipClass[] = shipClassSchema.options

/** From the dearest down: in this order ships are mothballed. */
export const dearestFirst: readonly ShipClass[] = ['starbase', 'carrier', 'cruiser', 'transport', 'frigate', 'scout']

const units = z.int().min(0)

/** How many of each class. */
export const shipsSchema = z.strictObject({
  scout: units,
  frigate: units,
  cruiser: units,
  carrier: units,
  transport: units,
  starbase: units,
})

export type Ships = Readonly<z.output<typeof shipsSchema>>

/** Some ships: what is not named is none. */
export type SomeShips = { readonly [Name in ShipClass]?: number | undefined }

export const noShips: Ships = { scout: 0, frigate: 0, cruiser: 0, carrier: 0, transport: 0, starbase: 0 }

export function countShips(ships: Ships): number {
  return shipClasses.reduce((sum, shipClass) => sum + ships[shipClass], 0)
}

export function addShips(one: Ships, other: SomeShips, sign = 1): Ships {
  return eachClass((shipClass) => one[shipClass] + sign * (other[shipClass] ?? 0))
}

export function eachClass(countOf: (shipClass: ShipClass) => number): Ships {
  const [scout, frigate, cruiser, carrier, transport, starbase] = shipClasses.map(countOf) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ]
  return { scout, frigate, cruiser, carrier, transport, starbase }
}

/** As people read it: "2 frigates, 1 scout". */
export function shipWords(ships: Ships): string {
  const words = shipClasses
    .filter((shipClass) => ships[shipClass] > 0)
    .map((shipClass) => `${ships[shipClass]} ${shipClass}${ships[shipClass] === 1 ? '' : 's'}`)
  return words.length === 0 ? 'no ships' : words.join(', ')
}
