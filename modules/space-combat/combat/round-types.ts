import type { CombatBalance } from '../balance.ts'

/** One party of a round, as it stands when the round begins. Counts are whole and not negative. */
export type RoundCombatant = {
  readonly id: string
  readonly fighters: number
  readonly shields: number
  /** 0 for a garrison, which cannot warp. */
  readonly turnsPerWarp: number
}

export type ActionName = 'attack' | 'brace' | 'flee' | 'pay'

/** What a party asked for. `commit` is how many fighters an attack may spend, a whole number. */
export type RoundAction = {
  readonly action: ActionName
  readonly commit?: number | undefined
  readonly targetId?: string | null | undefined
  readonly toSector?: number | null | undefined
}

/** What a party really does. Whatever does not belong to the action is 0 or null, even if it was asked for. */
export type EffectiveAction = {
  readonly action: ActionName
  /** Only of an attack, and then from 1 to the party's fighters. */
  readonly commit: number
  /** Of an attack, and of a payment that named one. */
  readonly targetId: string | null
  /** Only of a flight. */
  readonly toSector: number | null
  /** Nothing was submitted in time. */
  readonly timedOut: boolean
}

/** What a draw decides. It comes true if the number drawn is below `chance`. */
export type Roll =
  | { readonly kind: 'flee'; readonly actorId: string; readonly opponentId: string; readonly chance: number }
  | { readonly kind: 'shot'; readonly attackerId: string; readonly targetId: string; readonly chance: number }

/** The chance of a round: each call gives the next number in [0, 1). It is told what the number is for, so that it can be traced. */
export type Draw = (roll: Roll) => number

/** The numbers of a round. How long it stays open does not matter to what comes of it. */
export type RoundRules = Omit<CombatBalance, 'roundTimeoutMs' | 'firingTies'>

/** Which of two ids comes first. */
export type CompareIds = (one: string, other: string) => number

/** What came of a round. Each record has one entry for each participant, those who fled as well. */
export type RoundOutcome = {
  /** Shots of this party that hit. */
  readonly hits: Readonly<Record<string, number>>
  /** Fighters lost by shots of its own that missed. */
  readonly offensiveLosses: Readonly<Record<string, number>>
  /** Fighters lost by hits of others. */
  readonly defensiveLosses: Readonly<Record<string, number>>
  /** What the hits took off the shields; may be more than there were. */
  readonly shieldLoss: Readonly<Record<string, number>>
  readonly fightersRemaining: Readonly<Record<string, number>>
  readonly shieldsRemaining: Readonly<Record<string, number>>
  readonly fleeResults: Readonly<Record<string, boolean>>
  /** `stalemate`, `mutual_defeat`, `victory`, `<id>_defeated` or `<id>_fled`; null: the next round follows. */
  readonly result: string | null
  readonly effectiveActions: Readonly<Record<string, EffectiveAction>>
}
