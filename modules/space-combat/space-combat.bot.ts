import { defineBot } from '@gridtick/client'
import { type Captain, createCaptain } from './bot/captain.ts'
import { nextAction } from './bot/next-action.ts'
import { roles, thresholds } from './bot/strategies.ts'
import type { spaceCombat } from './space-combat.ts'

/** Captains that trade, hunt, take tolls or run. Each file in bot/ is a part of how they decide; none of them cheats. */
export const spaceCombatBot = defineBot<typeof spaceCombat, Captain>({
  thinkMs: 1_000,
  roles,
  settings: thresholds,
  create: createCaptain,
  act: nextAction,
})
