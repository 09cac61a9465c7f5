import type { PlayerId } from 'gridtick'
import type { ModuleFault } from '../module/module-fault.ts'
import { type Input, playerOf } from './input.ts'
import { type Candidate, type Care, type Culprit, care, type Isolation, type Search, type Trial } from './search.ts'
import type { StepInputs } from './step-inputs.ts'
import { afterGuess, suspectNamed, trialOfGuess } from './suspect-named.ts'

/**
 * The search for the inputs on which a module fails (FAIL-2). Nothing in here runs a module: `nextTrial` says with which
 * inputs to run it, and `afterTrial` what follows.
 *
 * The inputs are added to those that are known to pass, in halves, until one is found with which the step fails and
 * without which it passes. Where a run was stopped, it may name the one: see {@link suspectNamed}. Nobody is condemned for
 * less than a run of that input that failed.
 */
/** `before`: what the search of the last beat left. */
export function beginSearch(
  candidates: readonly Candidate[],
  before: Pick<Isolation, 'isByCommit'> | undefined,
): Search {
  return {
    cleared: [],
    open: inOrderOfTrial(candidates.filter((candidate) => candidate.care !== care.barred)),
    failing: undefined,
    culprits: candidates.flatMap((candidate) =>
      candidate.care === care.barred ? [{ candidate, fault: undefined }] : [],
    ),
    putOff: [],
    isSound: false,
    isProven: false,
    brokenBy: undefined,
    isByCommit: before?.isByCommit === true,
    guesses: [],
    isGuessing: false,
    blamed: [],
  }
}

/** What to run next. Undefined: the search is over. */
export function nextTrial(search: Search): Trial | undefined {
  const { open, failing, culprits, isSound, isProven, brokenBy } = search
  const [first] = open
  if (brokenBy !== undefined) return undefined
  const guessed = trialOfGuess(search)
  if (guessed !== undefined) return guessed
  if (first === undefined && isProven) return undefined
  if (failing === undefined) return trialOf(search, firstCount(search))
  if (isSound && failing.count === 1 && first !== undefined) return { count: 'alone', given: [first], culprits }
  return trialOf(search, splitCount(search, failing.count))
}

/** What the beat ends with where no time is left to search on: all that is cleared, and all that is condemned. */
export function lastTrial(search: Search): Trial | undefined {
  return search.isProven || search.brokenBy !== undefined ? undefined : trialOf(search, 0)
}

/** The search after a run. `fault`: it failed. */
export function afterTrial(search: Search, trial: Trial, fault: ModuleFault | undefined): Search {
  const [first] = search.open
  if (fault === undefined) return trial.count === 'alone' ? putOffFirst(search) : afterPass(search, trial, trial.count)
  const refusedJoin = trial.given.find(({ input }) => isStoppedIn(fault, input))
  if (refusedJoin !== undefined) return condemn(search, { candidate: refusedJoin, fault })
  const suspected = suspectNamed(search, trial, fault)
  if (suspected !== undefined) return suspected
  if (trial.count === 'alone') return first === undefined ? search : condemn(search, { candidate: first, fault })
  if (trial.count === 0) return { ...search, brokenBy: fault }
  // Stopped once more, at something else than what was named: the guesses are worth nothing.
  const guesses = fault.isStopped ? [] : search.guesses
  return condemnIfClear({ ...search, failing: { count: trial.count, fault }, guesses, isGuessing: false })
}

/** The storage refused what had passed: from now on only a commit proves, and all is open again. */
export function afterRejection(search: Search, fault: ModuleFault): Search {
  const count = search.cleared.length
  if (count === 0) return { ...search, brokenBy: fault }
  const open = [...search.cleared, ...search.open]
  return {
    ...search,
    cleared: [],
    open,
    failing: { count, fault },
    isSound: false,
    isProven: false,
    isByCommit: true,
    isGuessing: false,
  }
}

/** What a step takes of a trial, in the order of arrival; those that are isolated come last. */
export function inputsOf({ given, culprits }: Pick<Trial, 'given' | 'culprits'>): StepInputs {
  const condemned = culprits.map(({ candidate }) => candidate)
  const isLast = (candidate: Candidate) => Number(candidate.care >= care.isolated)
  const all = [...given, ...condemned].sort((one, other) => isLast(one) - isLast(other) || one.place - other.place)
  return { inputs: all.map(({ input }) => input), condemned: new Set(condemned.map(({ input }) => input)) }
}

/** What the next beat is to know of those that are still open. */
export function whatIsLeft({ open, failing, putOff, guesses, blamed, isByCommit }: Search): Isolation | undefined {
  const isSuspect = (candidate: Candidate, index: number) =>
    failing === undefined ? candidate.care === care.suspect : index < failing.count
  const suspects = open.filter(isSuspect)
  const doubtful = open.filter(
    (candidate, index) =>
      !isSuspect(candidate, index) && (candidate.care === care.suspect || candidate.care === care.doubtful),
  )
  const untried = open.filter((candidate) => candidate.care === care.stoppedBefore)
  const named = [...[...guesses, ...blamed].map(({ candidate }) => candidate), ...untried]
  if (suspects.length + doubtful.length + putOff.length + named.length === 0) return undefined
  return {
    suspects: inputSet(suspects),
    doubtful: inputSet(doubtful),
    putOff: inputSet(putOff),
    named: inputSet(named),
    isByCommit: isByCommit && suspects.length > 0,
  }
}

function inputSet(candidates: readonly Candidate[]): ReadonlySet<Input> {
  return new Set(candidates.map(({ input }) => input))
}

/**
 * Alone among the suspects, and the step passes without it: condemned in the same run. Else a run of its own comes
 * first, as it may fail only together with another.
 */
function trialOf({ cleared, open, failing, culprits, isByCommit }: Search, count: number): Trial {
  const given = [...cleared, ...open.slice(0, count)]
  const next = open[count]
  const hasRunAlone = failing?.count === count + 1 && (isByCommit || given.length === 0)
  if (failing === undefined || next === undefined || !hasRunAlone) return { count, given, culprits }
  return { count, given, culprits: [...culprits, { candidate: next, fault: failing.fault }] }
}

/** Of those that are not known to fail: all that are trusted, then half of the others, then one by one. */
function firstCount({ open, isByCommit }: Search): number {
  const trusted = countUpTo(open, care.failedBefore)
  if (trusted > 0 && !isByCommit) return trusted
  const suspects = countUpTo(open, care.suspect) - trusted
  const doubtful = countUpTo(open, care.doubtful) - trusted
  if (trusted + doubtful > 0) return trusted + Math.ceil((suspects > 0 ? suspects : doubtful) / 2)
  return Math.min(1, open.length)
}

/** Of those that fail together: first all that are trusted more than others, then none, then half. */
function splitCount({ open, isSound, isByCommit }: Search, failing: number): number {
  const trusted = countUpTo(open, isByCommit ? care.failedBefore : care.usual)
  if (trusted > 0 && trusted < failing) return trusted
  return isSound ? Math.floor(failing / 2) : 0
}

function countUpTo(open: readonly Candidate[], most: Care): number {
  const index = open.findIndex((candidate) => candidate.care > most)
  return index < 0 ? open.length : index
}

function afterPass(search: Search, trial: Trial, count: number): Search {
  const { failing, open, cleared } = search
  const passed = { ...search, cleared: [...cleared, ...open.slice(0, count)], isSound: true, isProven: true }
  if (trial.isGuess) return afterGuess({ ...passed, open: open.slice(count) }, trial)
  const condemned = trial.culprits.at(search.culprits.length)
  if (condemned !== undefined)
    return {
      ...passed,
      culprits: trial.culprits,
      failing: undefined,
      open: afterCulprit(open.slice(count + 1), condemned),
    }
  const left = failing && { ...failing, count: failing.count - count }
  return condemnIfClear({ ...passed, open: open.slice(count), failing: left })
}

/** The step passes without the first open one and fails with it: enough where it ran alone, or has had its chances. */
function condemnIfClear(search: Search): Search {
  const { open, failing, cleared, isSound } = search
  const [first] = open
  if (first === undefined || failing?.count !== 1 || !isSound) return search
  const isClear = cleared.length === 0 || first.care >= care.stoppedBefore
  return isClear ? condemn(search, { candidate: first, fault: failing.fault }) : search
}

function condemn(search: Search, culprit: Culprit): Search {
  const { candidate } = culprit
  const { kind } = candidate.input
  const others = (candidates: readonly Candidate[]) => candidates.filter((other) => other !== candidate)
  return {
    ...search,
    cleared: others(search.cleared),
    open: afterCulprit(others(search.open), culprit),
    failing: undefined,
    isGuessing: false,
    culprits: [...search.culprits, culprit],
    // A leave or a lost socket takes effect without the module: what passed before may not pass after it.
    isSound: search.isSound && (kind === 'intent' || kind === 'join'),
    isProven: false,
  }
}

/**
 * What else its player asked for is tried after what others did; where the step was stopped, in the next beat, as it may
 * cost a time limit, too. Of what others asked for nothing is known any more.
 */
function afterCulprit(open: readonly Candidate[], { candidate, fault }: Culprit): readonly Candidate[] {
  const playerId = playerOf(candidate.input)
  const isTriedNow = ({ input }: Candidate) => !fault?.isStopped || playerOf(input) !== playerId
  const careNow = (other: Candidate): Care => {
    if (other.care >= care.stoppedBefore) return other.care
    if (playerOf(other.input) === playerId) return care.doubtful
    return other.care === care.suspect ? care.usual : other.care
  }
  return inOrderOfTrial(open.filter(isTriedNow).map((other) => ({ ...other, care: careNow(other) })))
}

/** What its player asked for after it waits too: the order of one player's inputs is never changed. */
function putOffFirst(search: Search): Search {
  const [first] = search.open
  if (first === undefined) return search
  const playerId: PlayerId = playerOf(first.input)
  return {
    ...search,
    open: search.open.filter(({ input }) => playerOf(input) !== playerId),
    putOff: [...search.putOff, first],
    failing: undefined,
  }
}

function inOrderOfTrial(candidates: readonly Candidate[]): readonly Candidate[] {
  return [...candidates].sort((one, other) => one.care - other.care || one.place - other.place)
}

/** That a join is asked for is certain. What `onTick` was at is not: see {@link suspectNamed} (FAIL-16). */
function isStoppedIn({ stoppedIn }: ModuleFault, input: Input): boolean {
  return input.kind === 'join' && stoppedIn?.hook === 'canJoin' && stoppedIn.playerId === input.player.playerId
}
