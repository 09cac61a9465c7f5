import { accept, type EntityTable, refuse, type Verdict } from 'gridtick'
import type { RegionConfig } from '../config.ts'
import type { Thing } from '../kinds.ts'
import { shipOf } from '../lookup.ts'
import type { RefusalCode } from '../refusals.ts'

type Join = {
  readonly base: {
    readonly zone: { readonly config: RegionConfig }
    readonly entities: EntityTable<Thing>
    readonly players: readonly object[]
  }
  readonly player: { readonly playerId: string }
}

/** A region has a number of members at the same time, and a number of ships: those of captains who left stay in it. */
export function mayJoin({ base, player }: Join): Verdict<RefusalCode> {
  const { playersMax, balance } = base.zone.config
  if (base.players.length >= playersMax) return refuse('zone_full', `This region holds ${playersMax} captains.`)
  const isNew = shipOf(base, player.playerId) === undefined
  const hasRoom = base.entities.ofKind('ship').length < balance.ships.keptMax
  return hasRoom || !isNew ? accept() : refuse('zone_full', `This region holds ${balance.ships.keptMax} ships.`)
}
