import { inject, test } from 'vitest'

declare module 'vitest' {
  interface ProvidedContext {
    /** Whether this is `npm run test:long`. */
    isLong: boolean
  }
}

/**
 * How much a test does: what is usual in its lane, and more of the same by `npm run test:long`, which runs the files that
 * have a long size. Both check the same.
 */
export function size<Value>(sizes: { readonly usual: Value; readonly long: Value }): Value {
  return inject('isLong') ? sizes.long : sizes.usual
}

/**
 * A test that runs by `npm run test:long` alone. For what takes long and what a quicker test shows too: from closer by, or
 * of the same parts in another order.
 */
export const longTest = test.runIf(size({ usual: false, long: true }))
