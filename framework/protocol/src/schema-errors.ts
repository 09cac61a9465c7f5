import type { z } from 'zod'
import type { FieldError } from './error-codes.ts'

/** What zod found, as a client reads it: one entry for each unknown key and each wrong value. `at` is put in front. */
export function toFieldErrors(issues: readonly z.core.$ZodIssue[], at: readonly PropertyKey[] = []): FieldError[] {
  return issues.flatMap((issue): FieldError[] => {
    const path = [...at, ...issue.path]
    if (issue.code !== 'unrecognized_keys')
      return [{ pointer: pointerOf(path), code: issue.code, message: issue.message }]
    return issue.keys.map((key) => ({
      pointer: pointerOf([...path, key]),
      code: issue.code,
      message: `Unknown key "${key}".`,
    }))
  })
}

/** The JSON Pointer (RFC 6901) of a path. */
export function pointerOf(path: readonly PropertyKey[]): string {
  return path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
}
