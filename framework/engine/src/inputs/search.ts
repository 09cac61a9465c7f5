import type { ModuleFault } from '../module/module-fault.ts'
import type { Input } from './input.ts'

/**
 * The search for the inputs on which a module fails (FAIL-2), as a value that each run of the step moves on. `open` are
 * the inputs of which nothing is known yet, `cleared` those that are known to pass together.
 */
export type Search = {
  /** Known to pass together. */
  readonly cleared: readonly Candidate[]
  /** Not known yet, in the order in which they are tried. */
  readonly open: readonly Candidate[]
  /** The step fails with the cleared ones and the first so many of the open ones. Undefined: not that we know. */
  readonly failing: { readonly count: number; readonly fault: ModuleFault } | undefined
  readonly culprits: readonly Culprit[]
  /** Failed with others and passed alone: they wait for the next beat, with all that their players asked after them. */
  readonly putOff: readonly Candidate[]
  /** Whether a run with the cleared ones alone passed. */
  readonly isSound: boolean
  /** Whether the last run that passed is what is to be stored: all that is cleared, and all that is condemned. */
  readonly isProven: boolean
  /** The step fails without the inputs too: the zone itself is at fault. */
  readonly brokenBy: ModuleFault | undefined
  /** The storage refuses what passes all checks. Only a commit can prove an input, and a beat has only one that lands. */
  readonly isByCommit: boolean
  /** Runs that were stopped named these intents. All that their players asked for waits for the next beat. */
  readonly guesses: readonly Guess[]
  /** Whether the next run is to show that the last guess is right. */
  readonly isGuessing: boolean
  /** Right guesses of which nothing is refused yet: something that the same player asked for before comes first. */
  readonly blamed: readonly Culprit[]
}

export type Candidate = {
  readonly input: Input
  /** Its place in the order of arrival. */
  readonly place: number
  readonly care: Care
}

/** An input that is refused, and how the module failed on it; undefined: it was not tried again. */
export type Culprit = { readonly candidate: Candidate; readonly fault: ModuleFault | undefined }

/**
 * An intent that a run named which was stopped. All that its player asked for is set aside, and the next run, with so
 * many of the open inputs, shows whether the step passes without that.
 */
export type Guess = {
  readonly candidate: Candidate
  readonly fault: ModuleFault
  /** The player asked for nothing before it that is not settled. */
  readonly isFirst: boolean
  readonly count: number
}

/** What a search leaves behind for the next beat; the zone goes on with what others ask for (FAIL-2). */
export type Isolation = {
  readonly suspects: ReadonlySet<Input>
  readonly doubtful: ReadonlySet<Input>
  readonly putOff: ReadonlySet<Input>
  /** A run that was stopped named them: what their players ask for is tried after all others, one by one. */
  readonly named: ReadonlySet<Input>
  readonly isByCommit: boolean
}

/** With how much care an input is taken. The more, the later it is tried. */
export type Care = (typeof care)[keyof typeof care]

export const care = {
  /** It was put off: now it goes first, so that nobody waits twice. */
  first: 0,
  usual: 1,
  /** Its player made the module fail lately. */
  failedBefore: 2,
  /** Among these is one that fails. */
  suspect: 3,
  /** They failed with others, or come from a player of whom such inputs wait. */
  doubtful: 4,
  /** On what its player asked for the module had to be stopped lately: it runs after all others, one by one. */
  stoppedBefore: 5,
  /** Its player made the module fail again and again: it runs after all others, alone. */
  isolated: 6,
  /** The same, and it had to be stopped: refused without another run. */
  barred: 7,
} as const

/** The inputs to run the step with. `count`: so many of the open ones; `alone`: the first open one, without others. */
export type Trial = {
  readonly count: number | 'alone'
  readonly given: readonly Candidate[]
  readonly culprits: readonly Culprit[]
  /** It is to show that a guess is right. */
  readonly isGuess?: true
}
