import { isObject } from '../kernel/json-value.ts'
import { suggestName } from '../kernel/suggest.ts'
import { isSchema } from './walk-schema.ts'

const intentKeys = ['payload', 'details', 'rate', 'debugOnly']

/** What is wrong with the declaration of an intent, from the end of its path on; undefined: nothing. */
export function findIntentFlaw(intent: unknown): string | undefined {
  if (isSchema(intent)) return undefined
  if (!isObject(intent) || !isSchema(intent.payload))
    return '` must be a zod schema of the payload, or { payload: schema, details?: schema, rate?: { perSecond, burst } }, or intent(…) of one of them.'
  const { payload: _payload, details, rate, debugOnly, handler, ...others } = intent
  const [unknown] = Object.keys(others)
  if (unknown !== undefined)
    return `.${unknown}\` is unknown; an intent has \`payload\`, \`details\`, \`rate\` and \`debugOnly\`.${suggestName(unknown, intentKeys)}`
  if (details !== undefined && !isSchema(details)) return '.details` must be a zod schema of what its result tells.'
  if (handler !== undefined && typeof handler !== 'function')
    return '.handler` must be a function. Make it with intent(schema, handler).'
  if (debugOnly !== undefined && debugOnly !== true) return '.debugOnly` must be true, or left out.'
  return rate === undefined || isRate(rate)
    ? undefined
    : '.rate` must be { perSecond, burst }: a number above 0, for example 0.5 for one in two seconds, and a whole number of at least 1.'
}

function isRate(rate: unknown): boolean {
  if (!isObject(rate)) return false
  const { perSecond, burst, ...others } = rate
  const isPace = typeof perSecond === 'number' && Number.isFinite(perSecond) && perSecond > 0
  return isPace && Number.isSafeInteger(burst) && Number(burst) >= 1 && Object.keys(others).length === 0
}
