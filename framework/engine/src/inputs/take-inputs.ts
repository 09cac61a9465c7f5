import type { PlayerId } from 'gridtick'
import { type Input, playerOf } from './input.ts'
import type { InputQueue } from './input-queue.ts'
import type { PoisonMemory } from './poison-memory.ts'
import { type Candidate, type Care, care, type Isolation } from './search.ts'

type Waiting = {
  readonly queue: InputQueue
  readonly isolation: Isolation | undefined
  readonly poison: PoisonMemory
}

/**
 * The inputs of the next step, in the order of arrival. They stay queued until they are settled. A second join or leave
 * of one player waits for the next tick, and what that player asked after it waits behind it. Of a player on whose
 * inputs the module failed again and again there is only the first. `at`: monotonic ms.
 *
 * A prompt step takes joins, leaves and lost sockets; intents wait for the beat of the zone, but for those of a player
 * who leaves, which come before that.
 */
export function takeInputs(zone: Waiting, at: number, isPrompt = false): readonly Candidate[] {
  const candidates: Candidate[] = []
  const changed = new Set<PlayerId>()
  const waiting = new Set<PlayerId>()
  const careOf = careOfPlayers(zone, at)
  for (const [place, input] of zone.queue.all().entries()) {
    const playerId = playerOf(input)
    if (waiting.has(playerId)) continue
    if (isPrompt && input.kind === 'intent' && !zone.queue.isLeaving(playerId)) continue
    if (input.kind === 'join' || input.kind === 'leave') {
      if (changed.has(playerId)) {
        waiting.add(playerId)
        continue
      }
      changed.add(playerId)
    }
    const taken = careOf(input, playerId)
    if (taken === care.isolated) waiting.add(playerId)
    candidates.push({ input, place, care: taken })
  }
  return candidates
}

/** What a player asked for later is never taken with less care than what came before it: its order must stay. */
function careOfPlayers(
  { isolation, poison }: Pick<Waiting, 'isolation' | 'poison'>,
  at: number,
): (input: Input, playerId: PlayerId) => Care {
  if (isolation === undefined && poison.size === 0) return () => care.usual
  const waiting = [...(isolation?.suspects ?? []), ...(isolation?.doubtful ?? [])]
  const doubted = new Set(waiting.map(playerOf))
  const named = new Set([...(isolation?.named ?? [])].map(playerOf))
  return (input, playerId) => {
    if (poison.isBarred(playerId, at)) return care.barred
    if (poison.isIsolated(playerId, at)) return care.isolated
    if (named.has(playerId) || poison.wasStopped(playerId, at)) return care.stoppedBefore
    if (isolation?.putOff.has(input)) return care.first
    if (isolation?.suspects.has(input)) return care.suspect
    if (doubted.has(playerId)) return care.doubtful
    return poison.hasFailed(playerId, at) ? care.failedBefore : care.usual
  }
}
