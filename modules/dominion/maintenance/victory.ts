import { everyone } from 'gridtick'
import { chanceOf, coloniesOf, livingHouses, ownerOf, type Realm } from '../realm.ts'

/** Who leads is worked out anew each turn; who wins ends the game. */
export function settleStandings(realm: Realm): void {
  const houses = realm.entities.ofKind('house')
  realm.changeState({
    standings: houses.map(({ ownerId, data: { name, prestige, eliminatedOn } }) => {
      return { houseId: ownerId as string, name, prestige, eliminatedOn }
    }),
  })
  countDominance(realm)
  const winner = findWinner(realm)
  const { eliminated } = realm.report
  if (eliminated.length === 0 && winner === undefined) return
  realm.emit(
    'chronicle',
    { turn: realm.turn.number, eliminated: [...eliminated].sort(), winner: winner ?? null },
    everyone(),
  )
  if (winner !== undefined) endGame(realm, winner)
}

function populationOf(realm: Realm, houseId: string): number {
  return coloniesOf(realm, houseId).reduce((sum, { data }) => sum + data.population, 0)
}

function countDominance(realm: Realm): void {
  const { share } = realm.balance.victory
  const living = livingHouses(realm).map(ownerOf)
  const total = living.reduce((sum, houseId) => sum + populationOf(realm, houseId), 0)
  const [houseId] = living.filter((one) => populationOf(realm, one) > total * share)
  const before = realm.state.dominance
  const turns = before?.houseId === houseId ? (before?.turns ?? 0) + 1 : 1
  realm.changeState({ dominance: houseId === undefined ? null : { houseId, turns } })
}

/** The winner; null: the game ends without one; undefined: it goes on. */
function findWinner(realm: Realm): string | null | undefined {
  const living = livingHouses(realm)
  if (living.length <= 1) return living[0]?.ownerId ?? null
  const { dominance } = realm.state
  if (dominance !== null && dominance.turns >= realm.balance.victory.turns) return dominance.houseId
  if (realm.turn.number < realm.zone.config.turns) return undefined
  const people = (houseId: string) => populationOf(realm, houseId)
  const [first] = chanceOf(realm, 'victory')
    .shuffle(living)
    .toSorted((one, other) => other.data.prestige - one.data.prestige || people(ownerOf(other)) - people(ownerOf(one)))
  return first?.ownerId ?? null
}

/** The standings at the end: the winner, then by prestige, those who fell in the order in which they did. */
function endGame(realm: Realm, winner: string | null): void {
  const rank = ({ houseId, eliminatedOn }: { houseId: string; eliminatedOn: number | null }) =>
    houseId === winner ? Number.POSITIVE_INFINITY : (eliminatedOn ?? Number.MAX_SAFE_INTEGER)
  const standings = realm.state.standings.toSorted((one, other) => {
    const [a, b] = [rank(one), rank(other)]
    return a === b ? other.prestige - one.prestige : b > a ? 1 : -1
  })
  realm.changeState({ phase: 'over', standings })
  realm.end({ winner, standings, turns: realm.turn.number })
}
