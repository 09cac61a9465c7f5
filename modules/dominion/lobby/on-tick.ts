import { carryOut, draftTick, type TickOf, type TickResultOf } from 'gridtick'
import type { game } from '../game.ts'
import { settleStandings } from '../maintenance/victory.ts'
import type { Realm } from '../realm.ts'
import { openReport } from '../report.ts'
import { tellLedgers } from '../turn/tell-ledgers.ts'
import { beginGame } from './begin-game.ts'
import { enter, leave } from './enter-and-leave.ts'
import type { intents } from './intents.ts'

type Game = typeof game & { readonly intents: typeof intents }

/** Between the turns: who comes and goes, what is said, who gives up; and when the game begins. */
export function onTick(tick: TickOf<Game>): TickResultOf<Game> {
  const realm: Realm = Object.assign(draftTick(tick), { balance: tick.zone.config.balance, report: openReport() })
  for (const { playerId, change } of tick.membership) if (change === 'left') leave(realm, playerId)
  for (const member of tick.membership) if (member.change === 'joined') enter(realm, member)
  carryOut(tick, realm)
  const begins = realm.state.phase === 'lobby' && isComplete(realm)
  if (begins) beginGame(realm)
  if (realm.state.phase === 'lobby' || begins) listSeats(realm)
  else if (realm.report.eliminated.length > 0) {
    tellLedgers(realm)
    settleStandings(realm)
  }
  return begins ? { ...realm.result(), turns: 'start' } : realm.result()
}

/** All seats are taken, or all who are there are ready, and they are two at least. */
function isComplete({ entities, zone }: Realm): boolean {
  const houses = entities.ofKind('house')
  const isFull = houses.length === zone.config.houses
  return isFull || (houses.length >= 2 && houses.every(({ data }) => data.isReady))
}

function listSeats(realm: Realm): void {
  realm.changeState({
    standings: realm.entities.ofKind('house').map(({ ownerId, data: { name, prestige, eliminatedOn } }) => {
      return { houseId: ownerId as string, name, prestige, eliminatedOn }
    }),
  })
}
