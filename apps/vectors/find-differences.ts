/** Files may have their chances rounded. For counts, which are whole, it makes no difference. */
const tolerance = 5e-10

/** Every place where what came differs from what was expected, one line each. Only what `expected` has is compared. */
export function findDifferences(expected: unknown, actual: unknown, path: string): string[] {
  if (isObject(expected) && isObject(actual)) {
    const lengths =
      Array.isArray(expected) && Array.isArray(actual)
        ? findDifferences(expected.length, actual.length, `${path}.length`)
        : []
    const parts = Object.keys(expected).flatMap((key) =>
      findDifferences(expected[key], Object.hasOwn(actual, key) ? actual[key] : undefined, `${path}.${key}`),
    )
    return [...lengths, ...parts]
  }
  if (expected === actual || isNear(expected, actual)) return []
  return [`${path}: expected ${show(expected)}, got ${show(actual)}`]
}

function isObject(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === 'object' && value !== null
}

function isNear(expected: unknown, actual: unknown): boolean {
  return typeof expected === 'number' && typeof actual === 'number' && Math.abs(expected - actual) <= tolerance
}

function show(value: unknown): string {
  return JSON.stringify(value) ?? 'nothing'
}
