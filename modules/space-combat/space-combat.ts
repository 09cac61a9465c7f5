import { defineModule } from 'gridtick'
import { game } from './game.ts'
import { getPlayerState } from './get-player-state.ts'
import { intents } from './intents/intents.ts'
import { onTick } from './on-tick.ts'
import { checkTrade } from './queries/check-trade.ts'
import { combatLog } from './queries/combat-log.ts'
import { combatStatus } from './queries/combat-status.ts'
import { localMap } from './queries/local-map.ts'
import { messages } from './queries/messages.ts'
import { myMap } from './queries/my-map.ts'
import { plotCourse } from './queries/plot-course.ts'
import { redactions } from './redactions.ts'
import { mayJoin } from './rules/may-join.ts'
import { createRegion } from './world/create-region.ts'

/** Trading ships that fight over a region of sectors. README.md has the rules; each part below is a file or a folder. */
export const spaceCombat = defineModule({
  ...game,
  name: 'space-combat',
  version: '1.0.0',
  stateVersion: 1,
  description: 'Trade, station fighters, take tolls, and fight in timed rounds over a region of space.',
  intents,
  redactions,
  queries: {
    my_map: myMap,
    local_map: localMap,
    plot_course: plotCourse,
    check_trade: checkTrade,
    combat_status: combatStatus,
    combat_log: combatLog,
    messages,
  },
  schedule: { kind: 'interval', everyMs: 500 },
  createZone: createRegion,
  canJoin: mayJoin,
  onTick,
  getPlayerState,
})
