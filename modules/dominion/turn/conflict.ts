import { meetingPlaces, type Wars } from '../command/meetings.ts'
import { fight } from '../conflict/battle.ts'
import { besiege } from '../conflict/siege.ts'
import type { Realm } from '../realm.ts'

/** The third phase: battles where enemies are in one cell, then bombardment, then invasions. Who breaks off fights no more. */
export function resolveConflict(realm: Realm, wars: Wars): void {
  const places = meetingPlaces(realm, wars)
  for (const cell of places) fight(realm, cell, wars)
  besiege(realm, wars)
}
