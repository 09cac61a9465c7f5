import { isErrorCode, type Refused } from '@gridtick/protocol/codes'
import { show } from '../kernel/show-value.ts'
import type { Limits } from '../ports/limits.ts'
import { checkSize, frozenJson } from './check-json.ts'
import { badResult } from './module-fault.ts'
import { inside, type ResultPlace } from './result-place.ts'

type RefusalPlace = {
  readonly at: ResultPlace
  /** The codes that the module declares; undefined: any. */
  readonly known: Readonly<Record<string, string>> | undefined
  readonly limits: Limits
}

/** Code, message and details of a refusal, as a module gave them. Throws a ModuleFault. */
export function checkRefusal(
  { at, known, limits }: RefusalPlace,
  { code, message, details }: { readonly code?: unknown; readonly message?: unknown; readonly details?: unknown },
): Refused {
  if (typeof code !== 'string' || !/^[a-z][a-z0-9_]{0,63}$/.test(code))
    throw badResult(inside(at, 'code'), `${show(code)} must be a-z, 0-9 and _, beginning with a letter`)
  if (isErrorCode(code))
    throw badResult(inside(at, 'code'), `"${code}" is a code of the framework; choose another word`)
  if (known !== undefined && !Object.hasOwn(known, code))
    throw badResult(
      inside(at, 'code'),
      `"${code}" is none of the module's refusals, which are ${Object.keys(known).join(', ')}`,
    )
  if (typeof message !== 'string') throw badResult(inside(at, 'message'), 'it must be a sentence for the player')
  const refused =
    details === undefined ? { code, message } : { code, message, details: frozenJson(inside(at, 'details'), details) }
  checkSize(at, refused, ['refusalBytesMax', limits.refusalBytesMax])
  return refused
}
