import type { Encounter } from '../kinds.ts'
import { compareIds } from './compare-ids.ts'
import { canFight } from './parties.ts'

/** The side with the most hits in this fight, of those that are left; of equals, the lowest id. Null: nobody is left. */
export function winnerOf({ data: { participants } }: Encounter): string | null {
  const sides = [...new Set(participants.filter(canFight).map(({ ownerId }) => ownerId))]
  const hitsOf = (side: string) =>
    participants.reduce((sum, { ownerId, hits }) => (ownerId === side ? sum + hits : sum), 0)
  return sides.sort((one, other) => hitsOf(other) - hitsOf(one) || compareIds(one, other))[0] ?? null
}
