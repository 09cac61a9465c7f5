import type { PlayerId, TurnSchedule } from 'gridtick'
import type { ZoneTurn } from '../ports/storage/stored-turn.ts'
import type { OrderPackets } from './order-packet.ts'

/** All that decides how a turn goes on. */
export type TurnSituation = {
  readonly turn: ZoneTurn
  readonly schedule: TurnSchedule
  readonly members: readonly TurnMember[]
  readonly packets: OrderPackets
  /** A zone goes on although only programs play in it. */
  readonly keepsRunning: boolean
  readonly bounds: TurnBounds
}

export type TurnMember = {
  readonly playerId: PlayerId
  /** The tick of his join: who leaves and comes again is another member. */
  readonly memberSince: number
  /** What the module's `mustOrder` says of him. */
  readonly mustOrder: boolean
  /** A strategy plays for him. */
  readonly isProgram: boolean
}

/** Bounds of the server that turns have. */
export type TurnBounds = {
  /** No server ran for longer than this: deadlines are moved. */
  readonly downtimeMinMs: number
  /** So long after the start at the earliest, a turn ends whose deadline came while no server ran. */
  readonly downtimeGraceMs: number
  /** Turns in a row without orders of a person after which the clock waits for some. */
  readonly idleTurnsMax: number
  /** Where only programs play, a turn takes so long at least. */
  readonly minTurnMs: number
}
