import type { SettledSeq, StoredMember } from '@gridtick/engine/ports'

/** What the journal has of the results of a member's intents. */
export type SettledOfMember = {
  /** How many results are kept. */
  kept: number
  lastSeq: number
  readonly entries: { readonly tick: number; readonly entry: SettledSeq; readonly lastSeq: number }[]
}

/** A member with the results that the journal has of this membership. */
export function withSettled(member: StoredMember, { kept, entries }: SettledOfMember): StoredMember {
  // Those of an earlier membership of the same player are none of its business.
  const own = entries.filter(({ tick }) => tick >= member.memberSince)
  if (own.length === 0) return member
  const bySeq = new Map(member.settled.map((entry) => [entry.seq, entry]))
  for (const { entry } of own) bySeq.set(entry.seq, entry)
  const all = [...bySeq.values()].sort((one, other) => one.seq - other.seq)
  return {
    ...member,
    lastSeq: Math.max(member.lastSeq, ...own.map(({ lastSeq }) => lastSeq)),
    settled: all.slice(-Math.max(kept, member.settled.length)),
  }
}
