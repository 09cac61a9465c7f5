import { takeInputs } from '@gridtick/engine/testing'
import type { Intent } from 'gridtick'
import type { Rerun } from './rerun.ts'
import { contextOf, type LeakContext } from './vary-stored.ts'

/** What the viewer may learn otherwise than by the entities in view. */
export type Knowledge = {
  /**
   * Whether the viewer may learn of this intent of another player: what is said to the viewer, what an event tells all.
   * Asked with what is stored before the tick that carries the intent out, and after it; one yes is enough.
   */
  readonly mayKnow?: (context: LeakContext & { readonly viewer: string; readonly intent: Intent }) => boolean
  /** What else of the stored state the viewer may know at this moment, as JSON: a number that everybody is shown. */
  readonly alsoKnows?: (context: LeakContext & { readonly viewer: string }) => unknown
}

/** What others than the viewer ask for in one step, and what the viewer may know at it beside the view. */
export type StepInputs = { readonly all: string; readonly known: unknown }

/** Runs a step, and tells what others asked for in it. */
export async function observeStep(
  rerun: Rerun,
  viewer: string,
  { mayKnow, alsoKnows, run }: Knowledge & { readonly run: () => Promise<void> },
): Promise<StepInputs> {
  const intents = takeInputs(rerun.zone, rerun.engine.clock.monotonic()).flatMap(({ input }) =>
    input.kind === 'intent' && input.intent.playerId !== viewer ? [input.intent] : [],
  )
  const known = new Set<Intent>()
  const note = () => {
    if (mayKnow === undefined && alsoKnows === undefined) return null
    const context = { ...contextOf(rerun, viewer), viewer }
    for (const intent of intents) if (!known.has(intent) && mayKnow?.({ ...context, intent })) known.add(intent)
    return alsoKnows?.(context) ?? null
  }
  const before = note()
  await run()
  const after = note()
  const knownIntents = intents.filter((intent) => known.has(intent)).map(asked)
  return { all: JSON.stringify(intents.map(asked)), known: { intents: knownIntents, before, after } }
}

function asked({ playerId, role, type, payload }: Intent) {
  return { playerId, role, type, payload }
}
