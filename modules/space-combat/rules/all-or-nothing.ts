import type { Region } from '../region.ts'

/**
 * Does all of a piece of work or none: what it changed and told before it failed is taken back. Undefined: it is done;
 * otherwise what it threw.
 */
export function allOrNothing(region: Region, work: () => void): { readonly thrown: unknown } | undefined {
  try {
    region.attempt(work)
    return undefined
  } catch (thrown) {
    return { thrown }
  }
}
