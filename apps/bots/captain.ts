import { type Chance, createChance } from './chance.ts'
import { createNotes, type Notes } from './notes.ts'
import type { Strategy } from './order.ts'
import type { Guest } from './server-api.ts'
import type { StrategyName } from './strategies/strategies.ts'
import type { Intent } from './wire.ts'

/** What a captain is and keeps from one connection to the next. */
export type Captain = {
  readonly guest: Guest
  readonly strategyName: StrategyName
  readonly decide: Strategy
  readonly notes: Notes
  readonly chance: Chance
  /** Of the last intent. */
  seq: number
  /** Asked for, and not told what became of it: asked again under the same number after a loss of the connection. */
  pending: { readonly seq: number; readonly intent: Intent } | undefined
  /** The way that the server plotted; each sector of it but the first is one move away from the one before. */
  course: readonly number[]
  /** What the last refusal was about, until something else is tried. */
  refusal: string | undefined
  /** As last seen. */
  credits: number | undefined
  shipType: string | undefined
}

export function createCaptain(
  guest: Guest,
  {
    strategyName,
    decide,
    seed,
    number,
  }: { strategyName: StrategyName; decide: Strategy; seed: number; number: number },
): Captain {
  return {
    guest,
    strategyName,
    decide,
    notes: createNotes(),
    chance: createChance(seed, number),
    seq: 0,
    pending: undefined,
    course: [],
    refusal: undefined,
    credits: undefined,
    shipType: undefined,
  }
}
