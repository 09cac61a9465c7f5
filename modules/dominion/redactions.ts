import { sizeOf, type Thing } from './kinds.ts'
import { addShips, countShips } from './ship-classes.ts'

/** Each leaves what may be known, field by field: what is added to a kind later stays hidden until it is named here. */
export const redactions = {
  /** Of a foreign fleet or colony in range: how large it looks. */
  seen: (thing: Thing) => {
    const { id, x, y, ownerId } = thing
    switch (thing.kind) {
      case 'fleet':
        return { id, kind: thing.kind, x, y, ownerId, data: { size: sizeOf(shipsIn(thing)) } }
      case 'colony':
        return {
          id,
          kind: thing.kind,
          x,
          y,
          ownerId,
          data: { name: thing.data.name, size: sizeOf(thing.data.population) },
        }
      default:
        return thing
    }
  },
  /** Of one in the same cell as an enemy or a scout: what it is made of. */
  scouted: (thing: Thing) => {
    const { id, x, y, ownerId } = thing
    switch (thing.kind) {
      case 'fleet': {
        const { ships, mothballed, fighters } = thing.data
        const data = { size: sizeOf(shipsIn(thing)), ships, mothballed, fighters }
        return { id, kind: thing.kind, x, y, ownerId, data }
      }
      case 'colony': {
        const { name, population, industry, shipyard } = thing.data
        const data = { size: sizeOf(population), name, population, industry, shipyard }
        return { id, kind: thing.kind, x, y, ownerId, data }
      }
      default:
        return thing
    }
  },
}

export type Label = keyof typeof redactions

function shipsIn({ data }: Thing & { readonly kind: 'fleet' }): number {
  return countShips(addShips(data.ships, data.mothballed))
}
