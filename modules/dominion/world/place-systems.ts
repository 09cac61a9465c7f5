import type { Position, Random } from 'gridtick'
import { allCells, distance } from '../cells.ts'

/** A system that is planned. */
export type Site = Position & { readonly name: string; readonly minerals: number; readonly habitat: number }

/** Systems lie so many cells apart at least, */
const apart = 3
/** and of so many cells one holds a system at most. */
const cellsPerSystem = 9

const beginnings = ['Al', 'Be', 'Ca', 'Do', 'El', 'Fa', 'Ga', 'Ha', 'Il', 'Ka', 'Lo', 'Mi', 'No', 'Or', 'Pa', 'Ra']
const middles = ['ba', 'ce', 'di', 'go', 'la', 'mi', 'no', 'ra', 'si', 'ta', 've', 'xu']
const ends = ['dar', 'len', 'mus', 'nix', 'pha', 'ris', 'ton', 'via']

/** Systems on a grid, at random, as far as there is room for them. */
export function placeSystems(width: number, height: number, random: Random): Site[] {
  const draws = random.fork('systems')
  const sites: Site[] = []
  for (const cell of draws.shuffle(allCells(width, height))) {
    if (sites.length >= (width * height) / cellsPerSystem) break
    if (sites.some((site) => distance(site, cell) < apart)) continue
    sites.push({ ...cell, name: '', minerals: draws.int(1, 5), habitat: draws.int(0, 5) })
  }
  const names = allNames(random.fork('names'))
  return sites.map((site, index) => ({ ...site, name: names[index % names.length] as string }))
}

function allNames(random: Random): string[] {
  const names = beginnings.flatMap((first) => middles.flatMap((middle) => ends.map((last) => first + middle + last)))
  return random.shuffle(names)
}

/** Cells without a system that are nebulae: in patches, so that there is something to hide in. */
export function placeNebulae(
  { width, height, share }: { readonly width: number; readonly height: number; readonly share: number },
  sites: readonly Site[],
  random: Random,
): Position[] {
  const draws = random.fork('nebulae')
  const free = allCells(width, height).filter((cell) => sites.every((site) => distance(site, cell) > 0))
  const wanted = Math.floor(width * height * share)
  const chosen = new Set<Position>()
  for (const seed of draws.shuffle(free)) {
    if (chosen.size >= wanted) break
    const patch = free.filter((cell) => distance(cell, seed) <= 1 && draws.chance(0.6))
    for (const cell of patch) if (chosen.size < wanted) chosen.add(cell)
  }
  return [...chosen]
}
