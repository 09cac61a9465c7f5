import type { TickContext } from '../contract/contexts.ts'
import type { IntentHandler } from '../contract/intent.ts'
import type { AnyTypes, ModuleTypes } from '../contract/module-types.ts'
import type { TickDraft } from './draft-tick.ts'

/**
 * Runs the handlers of a tick's intents, in the order of acceptance. What one changed, the next one sees; what one changed
 * that answers with `refuse(…)` is taken back. Intents without a handler are left to `onTick`.
 *
 * Handlers are handed the draft; a module whose handlers need more puts it there before: `Object.assign(draft, { … })`.
 */
export function carryOut<Types extends ModuleTypes>(
  tick: TickContext<Types>,
  draft: Pick<TickDraft<ModuleTypes>, 'attempt' | 'answer'> & NoInfer<Types['handled']>,
): void {
  const { intents, handlers } = tick as unknown as TickContext<AnyTypes>
  for (const intent of intents) {
    // Reading the type of an intent says that the tick is at it.
    const handler = handlers[intent.type] as IntentHandler<unknown, object> | undefined
    if (handler === undefined) continue
    const answer = draft.attempt(() => handler(draft, intent))
    draft.answer(intent.id, answer)
  }
}
