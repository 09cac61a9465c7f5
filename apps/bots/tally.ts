import { type StrategyName, strategyNames } from './strategies/strategies.ts'
import type { Data, GameEvent } from './wire.ts'

/** Fights that are remembered, so that each is counted once although many tell of it; the oldest is forgotten. */
const fightsMax = 10_000

type Score = { captains: number; applied: number; refused: number; shipsLost: number; creditsEarned: number }

/** What happened, as the captains heard of it. */
export type Tally = {
  readonly scores: Readonly<Record<StrategyName, Score>>
  readonly refusals: ReadonlyMap<string, number>
  readonly totals: Readonly<Record<'fights' | 'rounds' | 'kills' | 'frames' | 'reconnects', number>>
  refused(strategy: StrategyName, code: string): void
  frame(): void
  reconnect(): void
  hear(event: GameEvent): void
}

export function createTally(): Tally {
  const newScore = (): Score => ({ captains: 0, applied: 0, refused: 0, shipsLost: 0, creditsEarned: 0 })
  const scores = Object.fromEntries(strategyNames.map((name) => [name, newScore()])) as Record<StrategyName, Score>
  const refusals = new Map<string, number>()
  const totals = { fights: 0, rounds: 0, kills: 0, frames: 0, reconnects: 0 }
  /** The last round that was counted of each fight. */
  const fights = new Map<string, number>()

  const knownFight = (combatId: string) => {
    if (fights.has(combatId)) return
    totals.fights += 1
    fights.set(combatId, 0)
    const [oldest] = fights.keys()
    if (fights.size > fightsMax && oldest !== undefined) fights.delete(oldest)
  }

  return {
    scores,
    refusals,
    totals,
    refused(strategy, code) {
      scores[strategy].refused += 1
      refusals.set(code, (refusals.get(code) ?? 0) + 1)
    },
    frame() {
      totals.frames += 1
    },
    reconnect() {
      totals.reconnects += 1
    },
    hear({ event, payload }) {
      if (event !== 'combat.started' && event !== 'combat.round_resolved') return
      const combatId = String(payload.combatId)
      knownFight(combatId)
      const round = Number(payload.round)
      if (event === 'combat.started' || round <= (fights.get(combatId) ?? 0)) return
      fights.set(combatId, round)
      totals.rounds += 1
      totals.kills += Object.values(payload.participants as Data).filter(wasShotDown).length
    },
  }
}

/** Ships and garrisons alike. */
function wasShotDown(participant: unknown): boolean {
  const { fighters, fightersDelta } = participant as { fighters: number; fightersDelta: number }
  return fighters === 0 && fightersDelta < 0
}
