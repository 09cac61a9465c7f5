import type { PlayerId, ZonePlayer } from 'gridtick'
import type { StoredMember } from '../ports/storage/stored-zone.ts'

/** Members after a step, by id: changed (a member) or gone (undefined). */
export type MemberChanges = ReadonlyMap<PlayerId, StoredMember | undefined>

/** Members as a module sees them, in the order of their ids. */
export function listPlayers(members: ReadonlyMap<PlayerId, StoredMember>): readonly ZonePlayer[] {
  const players = [...members.values()]
    .sort((one, other) => (one.playerId < other.playerId ? -1 : 1))
    .map(({ playerId, displayName, disconnectedAt }) => Object.freeze({ playerId, displayName, disconnectedAt }))
  return Object.freeze(players)
}

/** The players of a zone after changes of its members, in the order of their ids. */
export function playersAfter(players: readonly ZonePlayer[], changes: MemberChanges): ZonePlayer[] {
  const after = players.filter(({ playerId }) => !changes.has(playerId))
  for (const member of changes.values())
    if (member !== undefined) {
      const { playerId, displayName, disconnectedAt } = member
      after.push(Object.freeze({ playerId, displayName, disconnectedAt }))
    }
  return after.sort((one, other) => (one.playerId < other.playerId ? -1 : 1))
}

/** The very list of before where a step changes nobody that a module would notice. */
export function playersAfterStep(
  {
    players,
    members,
  }: { readonly players: readonly ZonePlayer[]; readonly members: ReadonlyMap<PlayerId, StoredMember> },
  changes: MemberChanges,
): readonly ZonePlayer[] {
  const isNoticed = [...changes].some(([playerId, member]) => {
    const before = members.get(playerId)
    return before === undefined || member === undefined || before.disconnectedAt !== member.disconnectedAt
  })
  return isNoticed ? Object.freeze(playersAfter(players, changes)) : players
}
