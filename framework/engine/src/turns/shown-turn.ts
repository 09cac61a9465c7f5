import type { JsonObject, PlayerId, TurnInfo } from 'gridtick'
import type { OrderPacket } from '../ports/storage/stored-orders.ts'
import { isHandedIn } from './order-packet.ts'
import { turnInfo } from './turn-info.ts'
import type { TurnSituation } from './turn-situation.ts'
import { isAway, missedBy, waitedFor } from './waited-for.ts'

/** What one member knows of the turn. Nothing in it depends on what others ordered, but for what the schedule shows. */
export type ShownTurn = TurnInfo & {
  readonly run: number
  readonly own: OwnOrders
} & ShownOthers

export type OwnOrders = {
  readonly state: 'none' | 'draft' | 'ready'
  readonly at?: number
  readonly bytes?: number
  readonly orders?: JsonObject
  readonly missedTurns: number
  readonly isAfk: boolean
}

export type ShownOthers = {
  readonly received?: number
  readonly expected?: number
  readonly waitingFor?: readonly PlayerId[]
}

type Showing = Pick<TurnSituation, 'turn' | 'schedule' | 'members' | 'packets'>

/** `withOrders`: the own ones are told again, as after `subscribed`. */
export function shownTurn(
  situation: Showing,
  playerId: PlayerId,
  { withOrders }: { readonly withOrders: boolean },
): ShownTurn {
  const { turn } = situation
  return {
    ...turnInfo(turn),
    run: turn.run,
    own: {
      ...ownOrders(situation.packets.get(playerId), withOrders),
      missedTurns: missedBy(turn, playerId),
      isAfk: isAway(situation, { playerId }),
    },
    ...shownOthers(situation),
  }
}

function ownOrders(packet: OrderPacket | undefined, withOrders: boolean) {
  if (!isHandedIn(packet)) return { state: 'none' as const }
  const { at, bytes, orders, isReady } = packet
  const state = isReady ? ('ready' as const) : ('draft' as const)
  return withOrders ? { state, at, bytes, orders } : { state, at, bytes }
}

function shownOthers(situation: Showing): ShownOthers {
  const { turn, schedule, members, packets } = situation
  if (turn.stage.phase !== 'open') return {}
  switch (schedule.shows) {
    case 'nothing':
      return {}
    case 'count': {
      // Those who are away count as expected: else the number would tell that there are some.
      const expected = members.filter(({ mustOrder }) => mustOrder)
      const received = expected.filter(({ playerId, isProgram }) => isProgram || isReady(packets.get(playerId)))
      return { received: received.length, expected: expected.length }
    }
    case 'who':
      return {
        waitingFor: waitedFor(situation)
          .map(({ playerId }) => playerId)
          .sort((a, b) => (a < b ? -1 : 1)),
      }
  }
}

function isReady(packet: OrderPacket | undefined): boolean {
  return isHandedIn(packet) && packet.isReady
}
