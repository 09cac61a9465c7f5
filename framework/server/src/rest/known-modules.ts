import { type ModuleDescription, StorageError } from '@gridtick/engine/ports'
import { answerWithin } from '../requests/answer-within.ts'
import type { RestDependencies } from './dependencies.ts'

/** So long the zones have to say what they run where that is known already, ms: it hardly ever changes. */
const againMs = 1_000

/**
 * The modules that the zones run. Where a module holds the zones, or there are none at the moment, the answer is what they
 * said last; where they never said it, it rejects with a StorageError after `zoneLookUpMs`.
 */
export function createKnownModules({
  host,
  clock,
  limits,
}: Pick<RestDependencies, 'host' | 'clock' | 'limits'>): () => Promise<readonly ModuleDescription[]> {
  let known: readonly ModuleDescription[] | undefined
  return async () => {
    const ms = known === undefined ? limits.zoneLookUpMs : againMs
    const asked = host.listModules().then((modules) => {
      known = modules
      return modules
    })
    const answer = await answerWithin(asked, { clock, ms }).catch((error: unknown) => {
      if (known === undefined) throw error
      return known
    })
    const modules = answer ?? known
    if (modules === undefined) throw new StorageError('busy', 'the zones do not say which modules they run')
    return modules
  }
}
