import { vi } from 'vitest'

type Draws = () => number
type Real = typeof import('../../../modules/space-combat/combat/draws.ts')

const real = await vi.importActual<Real>('../../../modules/space-combat/combat/draws.ts')

/** Stands in for combat/draws.ts, so that a test says what a round draws. Until it does, each draw is 0.1: all shots hit. */
let ofRound: (round: number) => Draws = () => () => 0.1

export function drawsOfRound(_seed: string, round: number): Draws {
  return ofRound(round)
}

export function fixDraws(draws: (round: number) => Draws): void {
  ofRound = draws
}

/** These in turn, over and over, from the beginning in each round. */
export function inTurn(...draws: readonly number[]): () => Draws {
  return () => {
    let at = 0
    return () => draws[at++ % draws.length] ?? 0
  }
}

export const { mulberry32 } = real
