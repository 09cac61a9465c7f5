import type { GameModule } from 'gridtick'
import type { HookCall } from '../kernel/running-hook.ts'

/**
 * A piece of work that runs code of a module. It may be stopped at any point of it, ours or the module's: so it writes
 * only into what it made itself, awaits nothing, and what it made counts once it has returned.
 */
export type GuardedWork<Value> = {
  readonly module: Pick<GameModule, 'name' | 'moduleMsMax'>
  /** Who runs, as long as no hook inside of it says so more closely. */
  readonly call: HookCall
  readonly run: () => Value
  /** It goes on from where it was, and cannot be run again once it was stopped. */
  readonly isOnce?: true
  /**
   * Called when it was stopped, before it or anything else runs: what it read may be half made where it is made by
   * reading. `isFinal`: it has failed, and has no other try.
   */
  readonly onStop?: (stop: { readonly isFinal: boolean }) => void
}

/** How a piece of work ended. `error`: what it threw, or the fault of a module that was stopped (`isStopped`). */
export type Outcome<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly error: unknown }

/**
 * Runs code of modules, so that none of it can hold up the process (FAIL-7). Works run one after the other in the order
 * in which they were handed in, in slices between which the event loop has its turn (BEAT-4).
 */
export type Guard = {
  /** Runs the work in one of the next slices. Rejects with what it throws, or with the fault of a module that was stopped. */
  run<Value>(work: GuardedWork<Value>): Promise<Value>
  /** Runs several; after each slice `take` is given what ended in it, in their order. Rejects with what `take` throws. */
  runEach<Value>(
    works: readonly GuardedWork<Value>[],
    take: (outcomes: readonly Outcome<Value>[]) => void,
  ): Promise<void>
  /** Runs the work at once, in a slice of its own. Throws as {@link run} rejects. */
  runNow<Value>(work: GuardedWork<Value>): Value
}

/** Runs all work at once and without a limit: for one's own process, as a test is, whose time is nobody else's. */
export const noGuard: Guard = {
  run: async (work) => work.run(),
  async runEach(works, take) {
    take(works.map((work) => attempt(work.run)))
  },
  runNow: (work) => work.run(),
}

export function attempt<Value>(run: () => Value): Outcome<Value> {
  try {
    return { ok: true, value: run() }
  } catch (error) {
    return { ok: false, error }
  }
}
