/** What the suites need of a test framework. Vitest has it, and Jest. */
export type TestFramework = {
  readonly describe: (name: string, suite: () => void) => unknown
  readonly test: (name: string, run: () => Promise<void>) => unknown
  readonly beforeEach: (run: () => Promise<void>) => unknown
  readonly afterEach: (run: () => Promise<void>) => unknown
  readonly expect: Expect
}

type Expect = {
  (actual: unknown): Matchers & { readonly not: Matchers; readonly rejects: { toThrow(expected?: object): unknown } }
  any(kind: unknown): unknown
  stringMatching(pattern: RegExp): unknown
}

type Matchers = {
  toBe(expected: unknown): unknown
  toBeGreaterThan(than: number): unknown
  toBeLessThanOrEqual(than: number): unknown
  toBeNull(): unknown
  toBeUndefined(): unknown
  toEqual(expected: unknown): unknown
  toHaveLength(length: number): unknown
  toMatchObject(expected: object): unknown
}
