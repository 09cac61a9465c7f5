import type { Random } from 'gridtick'
import { worldShape } from '../balance.ts'
import { oppositeClass, type PortClass, portClasses, tradesBothWays } from '../rules/port-classes.ts'
import type { Reach } from './reach.ts'

/**
 * Changes classes, and only for the better, until enough ports have an opposite one in reach that trades both ways; answers
 * whether that came about.
 */
export function pairPorts(classes: Map<number, PortClass>, reach: Reach, random: Random): boolean {
  const portsNear = new Map([...classes.keys()].map((sector) => [sector, portsIn(reach[sector], classes)]))
  const seenFrom = new Map([...classes.keys()].map((sector) => [sector, [] as number[]]))
  for (const [from, near] of portsNear) for (const to of near) seenFrom.get(to)?.push(from)

  const isPaired = (sector: number): boolean => {
    const own = classes.get(sector) as PortClass
    if (!tradesBothWays(own)) return false
    return (portsNear.get(sector) ?? []).some((other) => classes.get(other) === oppositeClass(own))
  }
  const countPaired = (sectors: Iterable<number>) => [...sectors].filter(isPaired).length

  const wanted = Math.ceil(worldShape.pairedShareMin * classes.size)
  let paired = countPaired(classes.keys())
  for (const sector of random.shuffle([...classes.keys()])) {
    if (paired >= wanted) return true
    if (isPaired(sector)) continue
    for (const other of random.shuffle(portsNear.get(sector) ?? [])) {
      const [own, theirs] = [classes.get(sector) as PortClass, classes.get(other) as PortClass]
      const touched = new Set([sector, other, ...(seenFrom.get(sector) ?? []), ...(seenFrom.get(other) ?? [])])
      const before = countPaired(touched)
      const kept = tradesBothWays(theirs) ? theirs : random.pick(portClasses.filter(tradesBothWays))
      classes.set(other, kept)
      classes.set(sector, oppositeClass(kept))
      const gained = countPaired(touched) - before
      if (gained > 0) {
        paired += gained
        break
      }
      classes.set(sector, own)
      classes.set(other, theirs)
    }
  }
  return paired >= wanted
}

function portsIn(sectors: ReadonlySet<number> | undefined, classes: ReadonlyMap<number, PortClass>): number[] {
  return [...(sectors ?? [])].filter((sector) => classes.has(sector))
}
