import type { JsonObject } from 'gridtick'
import { isObject, isSameJson, traitsOf } from 'gridtick/internal'
import type { z } from 'zod'
import { describeIssue, show } from '../kernel/show-value.ts'
import { frozenJson, plainJson } from './check-json.ts'
import { hintAtLeftOvers } from './hint-at-left-overs.ts'
import { badResult, schemaFailure } from './module-fault.ts'
import { inside, type ResultPlace } from './result-place.ts'

export type StoredRequest = {
  /** Where the value stands in the result. */
  readonly at: ResultPlace
  readonly schema: z.ZodType
  /** Whose data it is, where it is an entity's. */
  readonly kind?: string
  /** The data of the entity as it is stored, where there is one. */
  readonly before?: unknown
}

/**
 * A value as it will be stored: what was stored before, with what the module gave over it, as its schema gives it out.
 * What a schema gives out, it must give out again (MOD-21): only so is what the module did not name left as it was.
 *
 * Throws a ModuleFault that says what is wrong with the value or the schema, and where.
 */
export function readStored(request: StoredRequest, given: unknown): JsonObject {
  const { at, schema } = request
  const read = frozenJson(at, readOnce(request, plainJson(at, given))) as JsonObject
  if (!traitsOf(schema).mayChangeAgain) return read
  const again = readOnce(request, read)
  if (isSameJson(read, again)) return read
  const change = firstChange(read, again, [])
  throw badResult(
    inside(at, ...change.path),
    `its schema makes ${show(change.to)} of ${show(change.from)}, which it gave out itself. What is stored is read again ` +
      'with every update: let it leave its own result as it is, or change the value before you return it',
  )
}

function readOnce(request: StoredRequest, value: unknown): unknown {
  const { at, schema, kind, before } = request
  let issues: readonly z.core.$ZodIssue[]
  try {
    const result = schema.safeParse(value)
    if (result.success) return result.data
    issues = result.error.issues
  } catch (error) {
    throw badResult(at, `its schema ${schemaFailure(error)}`)
  }
  const [issue] = issues
  const whose = kind === undefined ? '' : ` (entity kind ${kind})`
  const hint = before === undefined ? '' : hintAtLeftOvers(issues, before)
  const wrong = issue === undefined ? 'it does not fit' : wordsFor(issue, value, kind)
  throw badResult(inside(at, ...(issue?.path ?? [])), `${wrong}${whose}${hint}`)
}

/** The data of an entity may be large, and a key that it has too many is named anyway. */
function wordsFor(issue: z.core.$ZodIssue, value: unknown, kind: string | undefined): string {
  return kind !== undefined && issue.code === 'unrecognized_keys' ? issue.message : describeIssue(issue, value)
}

type Change = { readonly path: readonly string[]; readonly from: unknown; readonly to: unknown }

function firstChange(from: unknown, to: unknown, path: readonly string[]): Change {
  if (isObject(from) && isObject(to))
    for (const key of Object.keys({ ...from, ...to }))
      if (!isSameJson(from[key], to[key])) return firstChange(from[key], to[key], [...path, key])
  return { path, from, to }
}
