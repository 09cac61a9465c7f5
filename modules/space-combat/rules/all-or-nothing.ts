import type { Region } from '../region.ts'

/**
 * Does all of a piece of work or none: what it changed and told before it failed is taken back. Undefined: it is done;
 * otherwise what it threw.
 */
export function allOrNothing(region: Region, work: () => void): { readonly thrown: unknown } | undefined {
  const { events, state } = region
  const [told, counters] = [events.length, { ...state }]
  try {
    region.entities.attempt(work)
    return undefined
  } catch (thrown) {
    events.length = told
    Object.assign(state, counters)
    return { thrown }
  }
}
