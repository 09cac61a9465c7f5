import { type TurnSettings, turns } from 'gridtick'
import type { OrderPacket } from '../../framework/engine/src/ports/storage/stored-orders.ts'
import type { ZoneTurn } from '../../framework/engine/src/ports/storage/stored-turn.ts'
import { firstTurn } from '../../framework/engine/src/turns/first-turn.ts'
import { openTurn } from '../../framework/engine/src/turns/open-turn.ts'
import type { TurnBounds, TurnMember, TurnSituation } from '../../framework/engine/src/turns/turn-situation.ts'

export const bounds: TurnBounds = {
  downtimeMinMs: 10_000,
  downtimeGraceMs: 300_000,
  idleTurnsMax: 3,
  minTurnMs: 1_000,
}

/** A turn of a minute, or until all are ready. */
export const hybrid: TurnSettings = { policy: 'hybrid', deadline: { afterMs: 60_000 } }
export const byDeadline: TurnSettings = { policy: 'deadline', deadline: { afterMs: 60_000 } }
export const strict: TurnSettings = { policy: 'strict' }

export function member(playerId: string, changes: Partial<TurnMember> = {}): TurnMember {
  return { playerId, memberSince: 1, mustOrder: true, isProgram: false, ...changes }
}

export function packet(at: number, changes: Partial<OrderPacket> = {}): OrderPacket {
  return { memberSince: 1, orders: { to: 1 }, isReady: true, at, bytes: 8, ...changes }
}

type Told = {
  readonly settings?: TurnSettings
  readonly members?: readonly TurnMember[]
  readonly packets?: { readonly [playerId: string]: OrderPacket }
  readonly keepsRunning?: boolean
  readonly turn?: Partial<ZoneTurn>
}

/** A turn of Ann and Ben that was opened at 0. */
export function situation(told: Told = {}): TurnSituation {
  const { settings = hybrid, members = [member('ann'), member('ben')], packets = {}, keepsRunning = false } = told
  const schedule = turns(settings)
  const opening = { turn: firstTurn({ isPaused: false }), schedule, members, keepsRunning, bounds, now: 0 }
  const turn = { ...openTurn(opening), ...told.turn }
  return { turn, schedule, members, packets: new Map(Object.entries(packets)), keepsRunning, bounds }
}
