import { pointerOf, toFieldErrors } from '@gridtick/protocol'
import type { FieldError, Refused } from '@gridtick/protocol/codes'
import type { Json, ObjectSchema } from 'gridtick'
import { JsonValueError, toFrozenJson, traitsOf } from 'gridtick/internal'
import type { HookCall, RunningHook } from '../kernel/running-hook.ts'
import { ModuleFault, schemaFailure } from './module-fault.ts'

/** What came of a value from outside: it was read, the value is wrong, or the module's schema is. */
export type ReadInput =
  | { readonly kind: 'read'; readonly value: Json }
  | { readonly kind: 'invalid'; readonly errors: readonly FieldError[] }
  | { readonly kind: 'broken'; readonly fault: ModuleFault }

export type InputRequest = {
  readonly running: RunningHook
  readonly schema: ObjectSchema
  /** Whose schema it is. The hook stands in front of each fault: `intents.step`. */
  readonly call: HookCall
}

/**
 * Reads a value that somebody gave with a schema of the module: a payload, the input of a query, a config. It is looked
 * at as JSON first, so that what is no JSON is the giver's mistake; whatever is wrong from there on is the schema's, but
 * for what the schema itself refuses. Never throws.
 */
export function readInput({ running, schema, call }: InputRequest, given: unknown): ReadInput {
  let value: unknown
  try {
    value = toFrozenJson(given)
  } catch (error) {
    return { kind: 'invalid', errors: [notJson(error)] }
  }
  try {
    return running.run(call, () => {
      const parsed = schema.safeParse(value)
      return parsed.success
        ? { kind: 'read', value: toFrozenJson(parsed.data) as Json }
        : { kind: 'invalid', errors: toFieldErrors(parsed.error.issues) }
    })
  } catch (error) {
    // What a schema did not make was given so: "1e17", which it was asked to read as a number.
    if (error instanceof JsonValueError && !traitsOf(schema).makesValues)
      return { kind: 'invalid', errors: [notJson(error)] }
    return { kind: 'broken', fault: schemaFault(call.hook, error) }
  }
}

/** The answer to a sender whose value a schema could not read in time (FAIL-13). */
export function tooSlow(what: string): Refused {
  return {
    code: 'invalid_slow',
    message: `The game took too long to read ${what}, and was stopped. Send something simpler.`,
  }
}

function notJson(error: unknown): FieldError {
  const path = error instanceof JsonValueError ? error.path : []
  const message = error instanceof JsonValueError ? error.message : 'it cannot be read as JSON'
  return { pointer: pointerOf(path), code: 'not_json', message }
}

function schemaFault(hook: string, error: unknown): ModuleFault {
  const problem =
    error instanceof JsonValueError
      ? `makes what JSON cannot carry, at ${error.path.join('.') || 'its root'}: ${error.message}`
      : schemaFailure(error)
  return new ModuleFault(hook, `the schema \`${hook}\` ${problem}`, { cause: error })
}
