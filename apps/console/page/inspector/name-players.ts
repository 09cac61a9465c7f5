import type { Player } from './server-answers.ts'

/** So many characters of an id tell players of one name apart; the last ones, which are drawn at random. */
const idLength = 5

/** What each player is called, by id: the name, and behind it a short id where others have the same name. */
export function namePlayers(players: readonly Player[]): ReadonlyMap<string, string> {
  const counts = new Map<string, number>()
  for (const { displayName } of players) counts.set(displayName, (counts.get(displayName) ?? 0) + 1)
  return new Map(
    players.map(({ playerId, displayName }) => {
      const isShared = (counts.get(displayName) ?? 0) > 1
      return [playerId, isShared ? `${displayName}\u00a0…${playerId.slice(-idLength)}` : displayName]
    }),
  )
}
