import type { PlayerId } from '../../contract/entity.ts'
import type { Zone } from '../zone.ts'
import { type Input, playerOf } from './input.ts'

/**
 * The search for the inputs a module fails on (FAIL-2). A step that failed with inputs and passed without them leaves
 * its inputs as suspects: one player's are fed a beat. Those that pass are done. Those that fail are fed again one by
 * one, so that a player loses only the intent that fails; a single one that fails is found, and refused.
 */
export type Isolation = { readonly groups: readonly (readonly Input[])[] }

/** The suspects of this beat, without those that left the queue meanwhile. Undefined: nothing is searched. */
export function isolatedGroup(zone: Zone): readonly Input[] | undefined {
  while (zone.isolation !== undefined) {
    const [first = [], ...others] = zone.isolation.groups
    const group = first.filter((input) => zone.queue.has(input))
    if (group.length > 0) return group
    zone.isolation = others.length === 0 ? undefined : { groups: others }
  }
  return undefined
}

/** These inputs failed together: suspects from now on. */
export function suspect(inputs: readonly Input[]): Isolation {
  const byPlayer = new Map<PlayerId, Input[]>()
  for (const input of inputs) {
    const playerId = playerOf(input)
    const group = byPlayer.get(playerId)
    if (group === undefined) byPlayer.set(playerId, [input])
    else group.push(input)
  }
  return { groups: [...byPlayer.values()] }
}

/** The group fed in this beat is done with: settled, or refused. */
export function afterGroup(isolation: Isolation): Isolation | undefined {
  const groups = isolation.groups.slice(1)
  return groups.length === 0 ? undefined : { groups }
}

/** The group fed in this beat failed, and is more than one: one by one from now on. */
export function splitGroup(isolation: Isolation, group: readonly Input[]): Isolation {
  return { groups: [...group.map((input) => [input]), ...isolation.groups.slice(1)] }
}
