import { draftTick, type TurnOf, type TurnResultOf } from 'gridtick'
import type { Packet } from '../command/take-orders.ts'
import type { game } from '../game.ts'
import { noOrders } from '../orders/orders-schema.ts'
import { houseOf, livingHouses, ownerOf, type Realm } from '../realm.ts'
import { openReport, summaryOf } from '../report.ts'
import { resolveCommand } from './command.ts'
import { resolveConflict } from './conflict.ts'
import { resolveIncome } from './income.ts'
import { resolveMaintenance } from './maintenance.ts'
import { tellLedgers } from './tell-ledgers.ts'

/** Resolves a turn: four phases, each over what the one before has left. */
export function onTurn(turn: TurnOf<typeof game>): TurnResultOf<typeof game> {
  const realm: Realm = Object.assign(draftTick(turn), {
    balance: turn.zone.config.balance,
    report: openReport(),
  })
  const before = livingHouses(realm).map(ownerOf)
  resolveIncome(realm)
  const { wars, met } = resolveCommand(realm, packetsOf(turn, before))
  resolveConflict(realm, wars)
  resolveMaintenance(realm, wars, met)
  tellLedgers(realm)
  const { turns: _, ...result } = realm.result()
  return { ...result, summaries: summariesOf(realm, before) }
}

/** In the order of players' ids, whoever was quicker; of those who still play. */
function packetsOf({ orders }: TurnOf<typeof game>, living: readonly string[]): Packet[] {
  return living.map((houseId) => {
    const given = orders.find(({ playerId }) => playerId === houseId)
    return { houseId, orders: given?.orders ?? noOrders }
  })
}

function summariesOf(realm: Realm, houseIds: readonly string[]) {
  const turn = realm.turn.number
  const players = Object.fromEntries(houseIds.map((houseId) => [houseId, summaryOf(realm.report, houseId, turn)]))
  return { public: chronicleOf(realm), players }
}

/** For all: nothing but what is public. */
function chronicleOf(realm: Realm): string {
  const { state, zone, report, turn } = realm
  const nameOf = (houseId: string) => houseOf(realm, houseId)?.data.name ?? houseId
  const lines = [`Turn ${turn.number} of ${zone.config.turns}.`]
  for (const houseId of [...report.eliminated].sort()) lines.push(`The house of ${nameOf(houseId)} has fallen.`)
  if (state.phase === 'over') {
    const [first] = state.standings
    const isWon = first !== undefined && first.eliminatedOn === null
    lines.push(isWon ? `${first.name} has won.` : 'Nobody has won.')
  }
  if (zone.config.prestigeShown) {
    const ranked = state.standings.toSorted((one, other) => other.prestige - one.prestige)
    lines.push(`Prestige: ${ranked.map(({ name, prestige }) => `${name} ${prestige}`).join(', ')}.`)
  }
  return lines.join('\n')
}
