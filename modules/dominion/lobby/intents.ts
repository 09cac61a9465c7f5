import { everyone, intent, refuse } from 'gridtick'
import { z } from 'zod'
import { houseOf, type Realm } from '../realm.ts'
import { surrender } from './enter-and-leave.ts'

/** What players ask for between the turns. */
export const intents = {
  /** In the lobby: the game begins without those who are missing when all who are there are ready. */
  ready: intent(
    z.strictObject({ ready: z.boolean().default(true) }),
    (realm: Realm, { playerId, payload: { ready } }) => {
      const house = houseOf(realm, playerId)
      if (house === undefined || realm.state.phase !== 'lobby')
        return refuse('not_in_lobby', 'The game has begun already.')
      realm.entities.change(house, { data: { isReady: ready } })
      return undefined
    },
  ),
  surrender: intent(z.strictObject({}), (realm: Realm, { playerId }) => {
    const isPlaying = realm.state.phase === 'playing' && houseOf(realm, playerId)?.data.eliminatedOn === null
    if (!isPlaying) return refuse('not_playing', 'You have no house that still plays.')
    surrender(realm, playerId)
    return undefined
  }),
  say: intent(
    {
      payload: z.strictObject({ text: z.string().trim().min(1).max(500) }),
      rate: { perSecond: 1, burst: 5 },
    },
    (realm: Realm, { playerId, payload: { text } }) => {
      realm.emit('said', { from: playerId, text }, everyone())
    },
  ),
}
