import { collectFighters } from './collect-fighters.ts'
import { collectSalvage } from './collect-salvage.ts'
import { combatAction } from './combat-action.ts'
import { grantCredits } from './grant-credits.ts'
import { initiateCombat } from './initiate-combat.ts'
import { leaveFighters } from './leave-fighters.ts'
import { move } from './move.ts'
import { place } from './place.ts'
import { recharge } from './recharge.ts'
import { regeneratePorts } from './regenerate-ports.ts'
import { resetPorts } from './reset-ports.ts'
import { sendMessage } from './send-message.ts'
import { setGarrisonMode } from './set-garrison-mode.ts'
import { setShip } from './set-ship.ts'
import { trade } from './trade.ts'
import { transferWarp } from './transfer-warp.ts'

/** What a captain, or an operator, may ask for. */
export const intents = {
  move,
  recharge,
  transfer_warp: transferWarp,
  trade,
  initiate_combat: initiateCombat,
  combat_action: combatAction,
  leave_fighters: leaveFighters,
  collect_fighters: collectFighters,
  set_garrison_mode: setGarrisonMode,
  collect_salvage: collectSalvage,
  send_message: sendMessage,
  grant_credits: grantCredits,
  set_ship: setShip,
  place,
  reset_ports: resetPorts,
  regenerate_ports: regeneratePorts,
}
