import type { ModuleFault } from '../module/module-fault.ts'
import { playerOf } from './input.ts'
import { type Candidate, care, type Search, type Trial } from './search.ts'

/**
 * The run was stopped, and names the intent that the module had read last. That is a strong hint and no proof, as a module
 * may read all of them first and loop over one of them later. So all that its player asked for is set aside until the next
 * beat, and the next run shows whether the step passes without it: each player costs at most one time limit a beat.
 *
 * Undefined: nobody is suspected. What is searched for already is not, nor what comes before the last that was named: a
 * module that goes through its intents in their order was past it.
 */
export function suspectNamed(search: Search, { count }: Trial, fault: ModuleFault): Search | undefined {
  const intentId = fault.stoppedIn?.intentId
  if (intentId === undefined || count === 'alone') return undefined
  const { open, guesses } = search
  const tried = open.slice(0, count)
  const candidate = tried.find(({ input }) => input.kind === 'intent' && input.intent.id === intentId)
  if (candidate === undefined || candidate.care > care.failedBefore) return undefined
  const last = guesses.at(-1)
  if (last !== undefined && candidate.place < last.candidate.place) return undefined
  const playerId = playerOf(candidate.input)
  const isOther = ({ input }: Candidate) => playerOf(input) !== playerId
  const isFirst = open.every((other) => isOther(other) || other.place >= candidate.place)
  return {
    ...search,
    open: open.filter(isOther),
    failing: undefined,
    guesses: [...guesses, { candidate, fault, isFirst, count: tried.filter(isOther).length }],
    isGuessing: true,
  }
}

/** The run without what the suspected player asked for. If it passes, it is the one that the beat stores. */
export function trialOfGuess({ cleared, open, culprits, guesses, isGuessing }: Search): Trial | undefined {
  const guess = guesses.at(-1)
  if (!isGuessing || guess === undefined) return undefined
  const { candidate, fault, isFirst, count } = guess
  return {
    count,
    given: [...cleared, ...open.slice(0, count)],
    culprits: isFirst ? [...culprits, { candidate, fault }] : culprits,
    isGuess: true,
  }
}

/**
 * The step passes without what that player asked for: the one that was named is condemned without another run. Behind
 * something else of that player it is only blamed, so that the order of what one player asks for is kept, and its results.
 * Those that were named before wait; next time they come after all others.
 */
export function afterGuess(search: Search, { culprits }: Trial): Search {
  const { guesses, blamed } = search
  const guess = guesses.at(-1)
  if (guess === undefined) return search
  return {
    ...search,
    culprits,
    failing: undefined,
    guesses: guesses.slice(0, -1),
    isGuessing: false,
    blamed: guess.isFirst ? blamed : [...blamed, guess],
  }
}
