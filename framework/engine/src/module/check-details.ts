import type { Refused } from '@gridtick/protocol/codes'
import type { GameModule, Json } from 'gridtick'
import { declarationOf, isObject } from 'gridtick/internal'
import { show } from '../kernel/show-value.ts'
import type { Limits } from '../ports/limits.ts'
import { checkSize, frozenJson } from './check-json.ts'
import { badResult } from './module-fault.ts'
import { readStored } from './read-stored.ts'
import { inside, item, returnedBy } from './result-place.ts'
import { onlyKeys } from './result-shape.ts'

type DetailsRequest = {
  readonly hook: string
  readonly module: Pick<GameModule, 'intents'>
  /** Of the intents of this tick, by id. */
  readonly intentTypes: ReadonlyMap<string, string>
  readonly limits: Limits
}

/** What intents that were carried out tell their players, by the id of the intent. Throws a ModuleFault. */
export function checkDetails(
  { hook, module, intentTypes, limits }: DetailsRequest,
  results: readonly unknown[],
  refusals: ReadonlyMap<string, Refused>,
): ReadonlyMap<string, Json> {
  const byIntent = new Map<string, Json>()
  for (const [index, result] of results.entries()) {
    const at = item(inside(returnedBy(hook), 'results'), index)
    if (!isObject(result)) throw badResult(at, 'it must be an object { intentId, details }')
    onlyKeys(at, result, ['intentId', 'details'])
    const { intentId } = result
    const type = typeof intentId === 'string' ? intentTypes.get(intentId) : undefined
    if (typeof intentId !== 'string' || type === undefined)
      throw badResult(inside(at, 'intentId'), `${show(intentId)} is not an intent of this tick`)
    if (refusals.has(intentId)) throw badResult(inside(at, 'intentId'), `${show(intentId)} is refused, too`)
    if (byIntent.has(intentId)) throw badResult(inside(at, 'intentId'), `${show(intentId)} has a result already`)
    if (!isObject(result.details)) throw badResult(inside(at, 'details'), `${show(result.details)} is not an object`)
    const intent = module.intents[type]
    const schema = intent === undefined ? undefined : declarationOf(intent).details
    const details = (
      schema === undefined
        ? frozenJson(inside(at, 'details'), result.details)
        : readStored({ at: inside(at, 'details'), schema }, result.details)
    ) as Json
    checkSize(inside(at, 'details'), details, ['refusalBytesMax', limits.refusalBytesMax])
    byIntent.set(intentId, details)
  }
  return byIntent
}
