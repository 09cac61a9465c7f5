import type { Place, Playing } from '../region/situation.ts'
import type { ChartedPort, ChartedSector } from '../region/star-chart.ts'
import { usualDepot } from '../sector/usual-depot.ts'
import { listWords } from './list-words.ts'
import { commodityList, commodityNames } from './names.ts'
import { amount, count } from './quantities.ts'

/** Of the captains in a sector, so many are named; how many more there are is said. */
const namedMax = 3

/** What is known of a sector, in short sentences. */
export function sectorWords(charted: ChartedSector, { own, place, others, ownGarrisons }: Playing): readonly string[] {
  const { sector, isVisited, warps, port } = charted
  const garrison = ownGarrisons.find((candidate) => candidate.sector === sector)
  return [
    sector === own.sector ? hereWords(others) : distanceWords(sector, place.warps, own.most.turnsPerWarp),
    isVisited ? warpWords(warps) : 'You have not been there.',
    ...(port === null ? [] : [`Port ${port.code}: ${dealsWords(port)}.`]),
    ...(sector === usualDepot.sector ? ['Warp power is sold here.'] : []),
    ...(garrison === undefined ? [] : [`Your garrison: ${count(garrison.fighters, 'fighter')}, ${garrison.mode}.`]),
  ]
}

function hereWords(others: Playing['others']): string {
  if (others.length === 0) return 'You are here.'
  const named = others.slice(0, namedMax).map(({ name }) => name)
  const more = others.length - named.length
  const all = more === 0 ? named : [...named, `${more} more`]
  return `You are here, and so ${others.length === 1 ? 'is' : 'are'} ${listWords(all)}.`
}

function distanceWords(sector: number, warps: readonly number[], cost: number): string {
  return warps.includes(sector) ? `One warp away: ${amount(cost)} warp power.` : 'No warp leads there from here.'
}

function warpWords(warps: readonly number[]): string {
  return warps.length === 0 ? 'No warp leads on.' : `Warps lead to ${listWords(warps.map(String))}.`
}

/** `buys fuel ore and organics, sells equipment` */
export function dealsWords({ code }: ChartedPort): string {
  const does = (letter: string) =>
    commodityList.filter((_, index) => code[index] === letter).map((commodity) => commodityNames[commodity])
  const [buys, sells] = [does('B'), does('S')]
  const parts = [
    ...(buys.length === 0 ? [] : [`buys ${listWords(buys)}`]),
    ...(sells.length === 0 ? [] : [`sells ${listWords(sells)}`]),
  ]
  return parts.join(', ')
}

/** How the map names a sector to those who do not see it. */
export function sectorLabel(charted: ChartedSector, place: Place): string {
  const { sector, isVisited, port } = charted
  const parts = [
    `Sector ${sector}`,
    ...(sector === place.sector ? ['you are here'] : []),
    ...(place.warps.includes(sector) ? ['one warp away'] : []),
    ...(isVisited ? [] : ['not visited']),
    ...(port === null ? [] : [`port ${port.code}`]),
    ...(sector === usualDepot.sector ? ['warp power depot'] : []),
  ]
  return parts.join(', ')
}
