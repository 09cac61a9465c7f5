import type { SeededRandom } from '@gridtick/engine/testing'
import { toFieldErrors } from '@gridtick/protocol'
import type { GameModule } from 'gridtick'
import { isObject, isSameJson, payloadSchema } from 'gridtick/internal'

/** Why the module does not take such an intent at its door; undefined: it does. */
export function whyRefused(
  { name, intents }: GameModule,
  { type, payload }: { readonly type: string; readonly payload: unknown },
): string | undefined {
  const schema = Object.hasOwn(intents, type) ? intents[type] : undefined
  if (schema === undefined) return `${name} has no intent "${type}"`
  const parsed = payloadSchema(schema).safeParse(payload)
  if (parsed.success) return undefined
  const [first] = toFieldErrors(parsed.error.issues)
  return `${type}${first?.pointer}: ${first?.message}`
}

/** Payloads that are tried before an intent counts as one that cannot be changed. */
const triesMax = 12

/**
 * Another payload that the module takes for this type of intent: one that somebody sent in the same game, or this one
 * with one value in it changed. Undefined: none was found.
 */
export function otherPayload(
  module: GameModule,
  { type, payload }: { readonly type: string; readonly payload: unknown },
  { sent, random }: { readonly sent: readonly unknown[]; readonly random: SeededRandom },
): object | undefined {
  const tried = random.shuffle([...sent, ...nudges(payload)]).slice(0, triesMax)
  return tried.find((other): other is object => {
    if (!isObject(other) || isSameJson(other, payload)) return false
    return whyRefused(module, { type, payload: other }) === undefined
  })
}

/** The value with one thing in it changed, in each way there is. */
function nudges(value: unknown): readonly unknown[] {
  switch (typeof value) {
    case 'number':
      return [value + 1, value - 1, -value, value * 2, 0]
    case 'boolean':
      return [!value]
    case 'string':
      return [`${value}.`, value.slice(1)]
    default:
  }
  if (Array.isArray(value)) {
    const changed = value.flatMap((item, index) => nudges(item).map((other) => value.with(index, other)))
    return value.length === 0 ? [] : [...changed, value.slice(1), value.toReversed()]
  }
  if (!isObject(value)) return []
  return Object.entries(value).flatMap(([key, item]) => {
    const { [key]: _, ...rest } = value
    return [...nudges(item).map((other) => ({ ...value, [key]: other })), rest]
  })
}
