import type { Captains } from './captains.ts'
import type { Fight, Party } from './fight.ts'
import type { Playing } from './situation.ts'

/**
 * Calls everybody in a situation as the names say, so that two captains of the same name are told apart wherever they are
 * shown. Who has no name there keeps the own one, and what needs no other name stays the same object.
 */
export function createTellingApart() {
  const withOwnerName = renamer('ownerName')
  const withLoserName = renamer('loserName')
  const withName = renamer('name')
  const fights = new WeakMap<Fight, Fight>()

  const party = (told: Party, names: Captains): Party => {
    const name = names.get(told.ownerId)
    if (name === undefined) return told
    return withName(told, told.kind === 'garrison' ? `Garrison (${name})` : name)
  }
  const fight = (told: Fight, names: Captains): Fight => {
    const parties = told.parties.map((member) => party(member, names))
    if (isSameList(parties, told.parties)) return told
    const known = fights.get(told)
    if (known !== undefined && isSameList(known.parties, parties)) return known
    const renamed = { ...told, parties }
    fights.set(told, renamed)
    return renamed
  }

  return (now: Playing, names: Captains): Playing => ({
    ...now,
    others: now.others.map((ship) => withName(ship, names.get(ship.playerId))),
    garrison: now.garrison && withOwnerName(now.garrison, names.get(now.garrison.ownerId)),
    containers: now.containers.map((container) => withLoserName(container, names.get(container.loserId))),
    fight: now.fight && fight(now.fight, names),
    fightsElsewhere: now.fightsElsewhere.map((told) => fight(told, names)),
  })
}

/** Gives a thing another name, in a copy that is the same object the next time. */
function renamer<Key extends string>(key: Key) {
  const copies = new WeakMap<object, { readonly name: string; readonly copy: object }>()
  return <Thing extends { readonly [Field in Key]: string }>(thing: Thing, name: string | undefined): Thing => {
    if (name === undefined || thing[key] === name) return thing
    const known = copies.get(thing)
    if (known?.name === name) return known.copy as Thing
    const copy = { ...thing, [key]: name }
    copies.set(thing, { name, copy })
    return copy
  }
}

function isSameList(one: readonly unknown[], other: readonly unknown[]): boolean {
  return one.length === other.length && one.every((item, index) => item === other[index])
}
