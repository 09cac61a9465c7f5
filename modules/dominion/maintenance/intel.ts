import { type Intel, type Size, sizeOf, type Thing } from '../kinds.ts'
import { namedId } from '../named-id.ts'
import { atWar, colonyAt, houseOf, type Realm } from '../realm.ts'
import { countShips } from '../ship-classes.ts'
import { seenBy, seesCell } from '../sight.ts'

/**
 * What a house sees now is what it will remember. What it remembers of a cell that it does not see stays as it was: a memory is never
 * fresher than what was seen.
 */
export function writeIntel(realm: Realm, houseId: string): void {
  const known = new Map(intelOf(realm, houseId).map((intel) => [intel.data.subjectId, intel]))
  const seen = seenBy(realm, houseId).filter(({ kind }) => kind === 'system' || kind === 'fleet')
  for (const thing of seen) {
    const before = known.get(thing.id)
    if (before === undefined) create(realm, houseId, thing)
    else {
      realm.entities.change(before, { x: thing.x, y: thing.y })
      realm.entities.replace(before, { data: memoryOf(realm, thing) })
    }
    if (before === undefined) tell(realm, houseId, thing)
  }
  const seenIds = new Set(seen.map(({ id }) => id))
  for (const intel of known.values())
    if (intel.data.of === 'fleet' && !seenIds.has(intel.data.subjectId) && isForgotten(realm, houseId, intel))
      realm.entities.delete(intel)
}

function intelOf({ entities }: Realm, houseId: string): Intel[] {
  return entities.ownedBy(houseId).filter((thing) => thing.kind === 'intel')
}

function create(realm: Realm, houseId: string, thing: Thing): void {
  realm.entities.create({
    id: namedId(realm.random, 'intel', `${houseId}:${thing.id}`),
    kind: 'intel',
    ...{ x: thing.x, y: thing.y, ownerId: houseId },
    data: memoryOf(realm, thing),
  })
}

function memoryOf(realm: Realm, thing: Thing): Intel['data'] {
  const seenOn = realm.turn.number
  const nothing = { name: '', size: null, minerals: null, habitat: null, houseId: null }
  if (thing.kind === 'system') {
    const { name, minerals, habitat } = thing.data
    const colony = colonyAt(realm, thing)
    const size: Size | null = colony === undefined ? null : sizeOf(colony.data.population)
    const owner = colony?.ownerId ?? null
    return { ...nothing, of: 'system', subjectId: thing.id, seenOn, houseId: owner, name, size, minerals, habitat }
  }
  const size = thing.kind === 'fleet' ? sizeOf(shipsIn(thing)) : null
  return { ...nothing, of: 'fleet', subjectId: thing.id, seenOn, houseId: thing.ownerId, size }
}

function shipsIn(fleet: Thing & { readonly kind: 'fleet' }): number {
  return countShips(fleet.data.ships) + countShips(fleet.data.mothballed)
}

/** A fleet that is not where it was seen, or was not seen for long. */
function isForgotten(realm: Realm, houseId: string, { x, y, data }: Intel): boolean {
  return data.seenOn + realm.balance.sightingTurns < realm.turn.number || seesCell(realm, houseId, { x, y })
}

function tell(realm: Realm, houseId: string, thing: Thing): void {
  const place = `${thing.x},${thing.y}`
  if (thing.kind === 'system') {
    const { name, minerals, habitat } = thing.data
    const owner = colonyAt(realm, thing)?.ownerId
    const whose = owner === undefined || owner === null ? '' : ownersWords(realm, houseId, owner)
    realm.report.say(
      houseId,
      'seen',
      `New system ${name} (${place}): minerals ${minerals}, habitat ${habitat}${whose}.`,
    )
  } else if (thing.kind === 'fleet' && thing.ownerId !== null) {
    const enemy = atWar(realm, houseId, thing.ownerId) ? 'enemy ' : ''
    realm.report.say(
      houseId,
      'seen',
      `A ${sizeOf(shipsIn(thing))} ${enemy}fleet of ${houseOf(realm, thing.ownerId)?.data.name} at ${place}.`,
    )
  }
}

function ownersWords(realm: Realm, houseId: string, owner: string): string {
  return owner === houseId ? ', yours' : `, settled by ${houseOf(realm, owner)?.data.name}`
}
