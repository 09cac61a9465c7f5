import { isObject } from 'gridtick/internal'
import type { z } from 'zod'

type Strays = { readonly path: readonly PropertyKey[]; readonly keys: readonly string[] }

/**
 * What an author may have meant whose update a schema refuses: `set` merges objects, and where `{ do: 'hold' }` is set over
 * `{ do: 'move', x, y }`, x and y are left over. Empty, where no key of the stored data is in the way.
 */
export function hintAtLeftOvers(issues: readonly z.core.$ZodIssue[], before: unknown): string {
  for (const { path, keys } of straysOf(issues, [])) {
    const stored = path.reduce<unknown>((value, key) => (isObject(value) ? value[String(key)] : undefined), before)
    const left = isObject(stored) ? keys.filter((key) => Object.hasOwn(stored, key)) : []
    const [first] = left
    if (first === undefined) continue
    const takeAway = JSON.stringify(['data', ...path, first])
      .replaceAll('"', "'")
      .replaceAll(',', ', ')
    const whole =
      path.length === 0 ? '' : `give ${String(path[0])} whole by \`replace: { data: { ${String(path[0])} } }\`, or `
    return `. ${left.join(', ')} stood there before, because \`set\` merges objects: ${whole}take keys away by \`unset: [${takeAway}]\``
  }
  return ''
}

/** Keys that are too many, also in an option of a union that would fit without them. */
function* straysOf(issues: readonly z.core.$ZodIssue[], at: readonly PropertyKey[]): Generator<Strays> {
  for (const issue of issues) {
    const path = [...at, ...issue.path]
    if (issue.code === 'unrecognized_keys') yield { path, keys: issue.keys }
    if (issue.code !== 'invalid_union') continue
    for (const option of issue.errors)
      if (option.every(({ code }) => code === 'unrecognized_keys' || code === 'invalid_union'))
        yield* straysOf(option, path)
  }
}
