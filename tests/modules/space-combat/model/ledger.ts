import { commodities } from '../../../../modules/space-combat/commodities.ts'
import type { Battle, Encounter, RoundReport } from '../../../../modules/space-combat/kinds.ts'
import { type ShipTypeName, shipType } from '../../../../modules/space-combat/ship-types.ts'
import type { Stage } from '../stage/stage.ts'

/** What there is of all that can be neither made nor lost, and how much of it should be there. */
type Sums = { readonly credits: number; readonly fighters: number; readonly units: number }

/** What an operator, or somebody's arrival, brought into the region, or took. */
export type Outside = { credits: number; fighters: number; units: number }

type Fight = Encounter | Battle

/** [INV-C1] [INV-D1] [INV-S3] The books of a region: before and after each step. */
export function openLedger(region: Stage) {
  let sums = sumsOf(region)
  let trades = paidSoFar(region)
  let rounds = roundsSoFar(region)
  let containers = region.all('salvage')
  let types = shipTypesIn(region)
  return {
    /** What is wrong with the books after a step. */
    settle(outside: Outside): readonly string[] {
      const now = { sums: sumsOf(region), trades: paidSoFar(region), rounds: roundsSoFar(region) }
      const fought = [...now.rounds].filter(([key]) => !rounds.has(key)).map(([, round]) => round)
      const shots = fought.reduce((sum, { report }) => sum + shotsOf(report), 0)
      const scrap = fought.reduce((sum, round) => sum + scrapOf(round, types), 0)
      const time = region.zone.clock.now()
      const left = new Set(region.all('salvage').map(({ id }) => id))
      const expired = containers.filter(({ id, data }) => data.expiresAt <= time && !left.has(id))
      const rotten = expired.reduce((sum, { data }) => sum + unitsIn(data.cargo) + data.scrap, 0)
      const should: Sums = {
        credits: sums.credits + outside.credits + now.trades - trades,
        fighters: sums.fighters + outside.fighters - shots,
        units: sums.units + outside.units + scrap - rotten,
      }
      sums = now.sums
      trades = now.trades
      rounds = now.rounds
      containers = region.all('salvage')
      types = shipTypesIn(region)
      return (['credits', 'fighters', 'units'] as const)
        .filter((what) => sums[what] !== should[what])
        .map((what) => `there should be ${should[what]} ${what}, and there are ${sums[what]}`)
    },
  }
}

function sumsOf(region: Stage): Sums {
  const ports = region
    .all('sector')
    .reduce((sum, { data }) => sum + (data.port === null ? 0 : unitsIn(data.port.stock)), 0)
  const holds = region.all('ship').reduce((sum, { data }) => sum + unitsIn(data.cargo), ports)
  const units = region.salvage().reduce((sum, { cargo, scrap }) => sum + unitsIn(cargo) + scrap, holds)
  return { credits: region.credits(), fighters: region.fighters(), units }
}

export function unitsIn(cargo: Readonly<Record<(typeof commodities)[number], number>>): number {
  return commodities.reduce((sum, commodity) => sum + cargo[commodity], 0)
}

/** What ports and the depot have paid to captains so far, less what they were paid. */
function paidSoFar(region: Stage): number {
  return region.names
    .flatMap((name) => region.zone.events(name))
    .reduce(
      (sum, { event, payload }) =>
        sum + paidBy(event, payload as { tradeType: string; totalPrice: number; totalCost: number }),
      0,
    )
}

function paidBy(event: string, payload: { tradeType: string; totalPrice: number; totalCost: number }): number {
  if (event === 'warp.purchase') return -payload.totalCost
  if (event !== 'trade.executed') return 0
  return payload.tradeType === 'buy' ? -payload.totalPrice : payload.totalPrice
}

type FoughtRound = { readonly report: RoundReport; readonly fight: Fight }

/** Every round of every fight that is still on record. */
function roundsSoFar(region: Stage): Map<string, FoughtRound> {
  const fights: readonly Fight[] = [...region.all('encounter'), ...region.all('battle')]
  return new Map(
    fights.flatMap((fight) => {
      const combatId = fight.kind === 'battle' ? fight.data.combatId : fight.id
      return fight.data.log.map((report) => [`${combatId} ${report.round}`, { report, fight }] as const)
    }),
  )
}

function shotsOf({ entries }: RoundReport): number {
  return entries.reduce((sum, { hits, offensiveLosses }) => sum + hits + offensiveLosses, 0)
}

type ShipTypes = ReadonlyMap<string, ShipTypeName>

function shipTypesIn(region: Stage): ShipTypes {
  return new Map(region.all('ship').map(({ ownerId, data }) => [ownerId ?? '', data.shipType]))
}

/** Scrap of those who were shot down in a round. `types` are those of the ships before it. */
function scrapOf({ report, fight }: FoughtRound, types: ShipTypes): number {
  return report.entries
    .filter(({ fightersRemaining, fightersDelta }) => fightersRemaining === 0 && fightersDelta < 0)
    .reduce((sum, { id }) => {
      const type = types.get(id)
      const worth = type === undefined ? fightersAtEntry(fight, id) / 10 : shipType(type).price / 1_000
      return sum + Math.max(5, Math.floor(worth))
    }, 0)
}

function fightersAtEntry({ data: { participants } }: Fight, id: string): number {
  return participants.find((party) => party.id === id)?.fightersAtEntry ?? Number.NaN
}
