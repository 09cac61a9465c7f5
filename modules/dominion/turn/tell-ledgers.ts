import { players } from 'gridtick'
import type { Realm } from '../realm.ts'

/** Each house learns of every change of what is its own. */
export function tellLedgers(realm: Realm): void {
  for (const { ownerId } of realm.entities.ofKind('house')) {
    const { credits, population, ships } = realm.report.of(ownerId as string)
    if (credits.length + population.length + ships.length === 0) continue
    realm.emit('ledger', { turn: realm.turn.number, credits, population, ships }, players([ownerId as string]))
  }
}
