import type { Encounter, Participant, RoundReport } from '../kinds.ts'
import type { Region } from '../region.ts'
import { canFight } from './parties.ts'

/** Counts a round that was fought: `encounter` is the fight as it was before. */
export function countRound(region: Region, encounter: Encounter, report: RoundReport): void {
  const { roundTimeoutMs } = region.balance.combat
  const openMs = roundTimeoutMs - (encounter.data.deadline - region.now)
  region.count('rounds')
  region.observe('round_seconds', {}, Math.max(0, openMs) / 1_000)
  const entries = new Map(report.entries.map((entry) => [entry.id, entry]))
  for (const party of encounter.data.participants) {
    const entry = entries.get(party.id)
    if (entry === undefined) continue
    if (entry.timedOut && party.kind === 'ship' && canFight(party))
      region.count('timeouts', { reason: whySilent(region, party) })
    if (entry.action === 'flee') region.count('flee_attempts', { outcome: entry.hasFled ? 'escaped' : 'failed' })
  }
}

function whySilent({ players }: Region, { ownerId }: Participant): 'left' | 'disconnected' | 'no_action' {
  const member = players.find(({ playerId }) => playerId === ownerId)
  if (member === undefined) return 'left'
  return member.disconnectedAt === null ? 'no_action' : 'disconnected'
}
