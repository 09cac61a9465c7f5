import type { PlayerId } from '../../contract/entity.ts'
import type { Zone } from '../zone.ts'
import { type Input, playerOf } from './input.ts'
import { isolatedGroup } from './isolate-inputs.ts'

/** What one step is to settle. `condemned` are refused as failing, without the module seeing them again. */
export type StepInputs = { readonly given: readonly Input[]; readonly condemned: readonly Input[] }

export const noInputs: StepInputs = { given: [], condemned: [] }

/**
 * The inputs of the next step, in the order of arrival. They stay queued until they are settled. A second join or leave
 * of one player waits for the next tick, and what that player asked after it waits behind it. While failing inputs are
 * looked for, it is the suspects of this beat only.
 */
export function takeInputs(zone: Zone): StepInputs {
  const group = isolatedGroup(zone)
  if (group !== undefined) return { given: group, condemned: [] }
  const given: Input[] = []
  const changed = new Set<PlayerId>()
  const waiting = new Set<PlayerId>()
  for (const input of zone.queue.all()) {
    const playerId = playerOf(input)
    if (waiting.has(playerId)) continue
    if (input.kind === 'join' || input.kind === 'leave') {
      if (changed.has(playerId)) {
        waiting.add(playerId)
        continue
      }
      changed.add(playerId)
    }
    given.push(input)
  }
  return { given, condemned: [] }
}
