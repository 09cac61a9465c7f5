import { onTestFinished, vi } from 'vitest'
import * as draws from '../../../modules/space-combat/combat/draws.ts'

type Draws = () => number

/** For the rest of the test this says what a round draws, in the place of combat/draws.ts. */
export function fixDraws(ofRound: (round: number) => Draws): void {
  const spy = vi.spyOn(draws, 'drawsOfRound').mockImplementation((_seed, round) => ofRound(round))
  onTestFinished(() => void spy.mockRestore())
}

/** These in turn, over and over, from the beginning in each round. */
export function inTurn(...values: readonly number[]): () => Draws {
  return () => {
    let at = 0
    return () => values[at++ % values.length] ?? 0
  }
}
