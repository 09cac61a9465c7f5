import { carryOut, draftTick, type TickOf, type TickResultOf } from 'gridtick'
import { resolveDueRounds } from './combat/due-rounds.ts'
import { balanceOf } from './config.ts'
import type { game } from './game.ts'
import type { intents } from './intents/intents.ts'
import type { Region } from './region.ts'
import { enterRegion } from './rules/enter-region.ts'
import { removeExpiredSalvage } from './rules/salvage.ts'
import { wakeTime } from './rules/wake-time.ts'

type Tick = TickOf<typeof game & { readonly intents: typeof intents }>

/** One tick, in its order: who came, what was asked for, what is due. */
export function onTick(tick: Tick): TickResultOf<typeof game> {
  const region = openRegion(tick)
  for (const member of tick.membership) if (member.change === 'joined') enterRegion(region, member)
  carryOut(tick, region)
  resolveDueRounds(region)
  removeExpiredSalvage(region)
  region.wakeAt(wakeTime(region))
  return region.result()
}

export function openRegion(tick: TickOf<typeof game>): Region {
  const { config } = tick.zone
  return Object.assign(draftTick(tick), { balance: balanceOf(config), startSector: config.startSector })
}
