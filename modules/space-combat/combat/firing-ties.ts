import type { Balance } from '../balance.ts'
import type { Encounter } from '../kinds.ts'
import { compareIds } from './compare-ids.ts'
import { drawsOfRound } from './draws.ts'
import type { CompareIds } from './round-types.ts'

/** Who of equals fires first in the round that is open. */
export function firingTiesOf({ data }: Encounter, { firingTies }: Balance['combat']): CompareIds {
  return firingTies === 'id' ? compareIds : shuffledTies(data)
}

/**
 * An order by chance, another one in each round and always the same for the same seed. It has draws of its own, so that the
 * shots draw what they would draw without it.
 */
function shuffledTies({ seed, round, participants }: Encounter['data']): CompareIds {
  const draw = drawsOfRound(`${seed} ties`, round)
  const ids = participants.map(({ id }) => id).sort(compareIds)
  const ranks = new Map(ids.map((id) => [id, draw()]))
  return (one, other) => (ranks.get(one) ?? 0) - (ranks.get(other) ?? 0) || compareIds(one, other)
}
