import { type BotPlayer, type JoinedZone, type PlayEnd, playBot } from '@gridtick/client'
import type { Tally } from '../report/tally.ts'

export type { PlayEnd }

export type Player = BotPlayer & { readonly role: string }

/** Plays in a zone that was joined, and keeps the tally of it. */
export function playZone(
  zone: JoinedZone,
  player: Player,
  { tally, signal }: { readonly tally: Tally; readonly signal: AbortSignal },
): Promise<PlayEnd> {
  const report = {
    heard: tally.heard,
    settled: (result: Parameters<Tally['settled']>[1], tookMs: number) => tally.settled(player.role, result, tookMs),
    answered: tally.answered,
    failed: (what: string) => tally.failed(what),
  }
  return playBot(zone, player, { report, signal })
}
