import { inject } from 'vitest'

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
