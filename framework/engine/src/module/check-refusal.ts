import { isErrorCode, type Refused } from '@gridtick/protocol/codes'
import { show } from '../kernel/show-value.ts'
import type { Limits } from '../ports/limits.ts'
import { checkSize, frozenJson } from './check-json.ts'
import { badResult } from './module-fault.ts'

type RefusalPlace = {
  readonly hook: string
  readonly path: string
  /** The codes that the module declares; undefined: any. */
  readonly known: Readonly<Record<string, string>> | undefined
  readonly limits: Limits
}

/** Code, message and details of a refusal, as a module gave them. Throws a ModuleFault. */
export function checkRefusal(
  { hook, path, known, limits }: RefusalPlace,
  { code, message, details }: { readonly code?: unknown; readonly message?: unknown; readonly details?: unknown },
): Refused {
  if (typeof code !== 'string' || !/^[a-z][a-z0-9_]{0,63}$/.test(code))
    throw badResult(hook, `${path}.code`, `${show(code)} must be a-z, 0-9 and _, beginning with a letter`)
  if (isErrorCode(code))
    throw badResult(hook, `${path}.code`, `"${code}" is a code of the framework; choose another word`)
  if (known !== undefined && !Object.hasOwn(known, code))
    throw badResult(
      hook,
      `${path}.code`,
      `"${code}" is none of the module's refusals, which are ${Object.keys(known).join(', ')}`,
    )
  if (typeof message !== 'string') throw badResult(hook, `${path}.message`, 'it must be a sentence for the player')
  const refused =
    details === undefined ? { code, message } : { code, message, details: frozenJson(hook, details, `${path}.details`) }
  checkSize(hook, path, refused, ['refusalBytesMax', limits.refusalBytesMax])
  return refused
}
