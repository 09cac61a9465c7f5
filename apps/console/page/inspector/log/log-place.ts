import type { LogEntry } from '../server-answers.ts'

/**
 * Where one stands in a log. Each number is the lowest of a page that was left for an older one; empty: at the newest,
 * which follows what comes.
 */
export type LogPlace = readonly number[]

export const newestPlace: LogPlace = []

/** The page before the one that shows `entries` (lowest number first). */
export function olderThan(place: LogPlace, entries: readonly LogEntry[]): LogPlace {
  const lowest = entries[0]?.seq
  return lowest === undefined ? place : [...place, lowest]
}

export function newerThan(place: LogPlace): LogPlace {
  return place.slice(0, -1)
}

export type LogFilter = { readonly type: string; readonly playerId: string; readonly result: LogEntry['result'] | '' }

export const everyLogEntry: LogFilter = { type: '', playerId: '', result: '' }

/** The query that reads a page, and one entry more, which tells whether there are older ones. */
export function logQuery(place: LogPlace, filter: LogFilter, size: number): string {
  const query = new URLSearchParams({ fromEnd: 'true', limit: String(size + 1) })
  const before = place.at(-1)
  if (before !== undefined) query.set('beforeSeq', String(before))
  for (const [name, value] of Object.entries(filter)) if (value.trim() !== '') query.set(name, value.trim())
  return query.toString()
}
