import { bounds } from './bounds.ts'

/** Captains by id, with the names they had when they were last met. Whoever was met last stands last. */
export type Captains = ReadonlyMap<string, string>

/** The same object if nothing is new. */
export function withCaptain(captains: Captains, id: string, name: string): Captains {
  if (id === '' || captains.get(id) === name) return captains
  const next = new Map(captains)
  next.delete(id)
  next.set(id, name)
  const [oldest] = next.keys()
  if (next.size > bounds.captainsMax && oldest !== undefined) next.delete(oldest)
  return next
}
