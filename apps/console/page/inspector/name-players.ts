import { tellApart } from '../tell-apart.ts'
import type { Player } from './server-answers.ts'

/** What each player is called, by id. Those of one name are told apart. */
export function namePlayers(players: readonly Player[]): ReadonlyMap<string, string> {
  return tellApart(players.map(({ playerId, displayName }) => ({ id: playerId, name: displayName })))
}
