import { fixDraws, inTurn } from '../fixed-draws.ts'

let drawn = 0

/** From now on these are drawn in turn, over and over; each round begins with the first. */
export function loadDice(...draws: readonly number[]): void {
  loadRounds(inTurn(...draws))
}

/** From now on each round has its own draws. */
export function loadRounds(draws: Parameters<typeof fixDraws>[0]): void {
  drawn = 0
  fixDraws((round) => {
    const draw = draws(round)
    return () => {
      drawn += 1
      return draw()
    }
  })
}

/** How many were drawn since the dice were loaded: a rule that draws one more has another fight. */
export function countDrawn(): number {
  return drawn
}
