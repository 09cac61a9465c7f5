import { declarationOf, type IntentHandlers, type IntentSchemas } from 'gridtick/internal'

const known = new WeakMap<IntentSchemas, IntentHandlers>()

/** What a module's intents do, by type: those that were made with `intent(schema, handler)`. */
export function handlersOf(intents: IntentSchemas): IntentHandlers {
  const found = known.get(intents)
  if (found !== undefined) return found
  const entries = Object.entries(intents).map(([type, intent]) => [type, declarationOf(intent).handler] as const)
  const handlers = Object.freeze(Object.fromEntries(entries.filter(([, handler]) => handler !== undefined)))
  known.set(intents, handlers)
  return handlers
}
