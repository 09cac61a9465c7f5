import { type BaseOf, defineModule } from 'gridtick'
import { game } from './game.ts'
import { getPlayerState } from './get-player-state.ts'
import { mayJoin } from './lobby/enter-and-leave.ts'
import { intents } from './lobby/intents.ts'
import { onTick } from './lobby/on-tick.ts'
import { checkOrders } from './orders/check-orders.ts'
import { defaultOrders } from './orders/default-orders.ts'
import { houseOf } from './realm.ts'
import { redactions } from './redactions.ts'
import { seesCell } from './sight.ts'
import { onTurn } from './turn/on-turn.ts'
import { createGame } from './world/create-game.ts'

/** Houses that explore, settle, build and fight, in turns that are resolved for all at once. README.md has the rules. */
export const dominion = defineModule({
  ...game,
  name: 'dominion',
  version: '1.0.0',
  stateVersion: 1,
  description: 'Explore, settle, build and conquer the stars, in turns that all hand in their orders for.',
  publicConfig: ['houses', 'turns', 'prestigeShown', 'balance'],
  intents,
  redactions,
  createZone: createGame,
  canJoin: mayJoin,
  onTick,
  checkOrders,
  defaultOrders,
  mustOrder: ({ base, playerId }) => isPlaying(base, playerId),
  onTurn,
  getPlayerState,
  seesCell: ({ base: { entities, zone }, playerId, x, y }) =>
    seesCell({ entities, balance: zone.config.balance }, playerId, { x, y }),
})

/** A turn waits for those whose house still plays. */
function isPlaying(base: BaseOf<typeof game>, playerId: string): boolean {
  return base.state.phase === 'playing' && houseOf(base, playerId)?.data.eliminatedOn === null
}
