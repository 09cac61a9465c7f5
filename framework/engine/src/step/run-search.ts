import { type Candidate, care, type Search, type Trial } from '../inputs/search.ts'
import { afterTrial, inputsOf, lastTrial, nextTrial } from '../inputs/search-culprits.ts'
import type { StepInputs } from '../inputs/step-inputs.ts'
import { ModuleFault } from '../module/module-fault.ts'
import type { Clock } from '../ports/clock.ts'
import type { Limits } from '../ports/limits.ts'

/** The runs of one beat of a zone. They are bounded by their number, and by time: the loop belongs to all zones. */
export type Runs = {
  readonly clock: Pick<Clock, 'monotonic'>
  readonly limits: Limits
  /** Monotonic ms: after `endsAt` no further run of a search begins. */
  readonly startedAt: number
  readonly endsAt: number
  /** In the beat before one was stopped, and who asked for something meanwhile waits since then. */
  readonly isAfterStop: boolean
  count: number
  /** Of them those that had to be stopped. */
  stops: number
  /** How the first one failed that did. */
  fault: ModuleFault | undefined
}

export function beginRuns(
  { clock, limits }: Pick<Runs, 'clock' | 'limits'>,
  { stepMs, isAfterStop = false }: { readonly stepMs: number; readonly isAfterStop?: boolean },
): Runs {
  const startedAt = clock.monotonic()
  const endsAt = startedAt + Math.min(stepMs / 2, limits.isolationMsMax)
  return { clock, limits, startedAt, endsAt, isAfterStop, count: 0, stops: 0, fault: undefined }
}

/**
 * Runs the step, with ever other inputs if it fails, until the failing ones are found or the beat has no more room for
 * it; and answers the run that is to be stored. A search of which each step is a commit ends with the first run that
 * passes.
 */
export async function runSearch<Run extends object>(
  search: Search,
  runs: Runs,
  run: (inputs: StepInputs) => Promise<Run | ModuleFault>,
): Promise<{ readonly search: Search; readonly passed: Run | undefined }> {
  let current = search
  let passed: Run | undefined
  for (;;) {
    const next = nextTrial(current)
    const trial = next !== undefined && mayRun(runs, current, next) ? next : lastTrial(current)
    if (trial === undefined) return { search: current, passed: current.isProven ? passed : undefined }
    runs.count += 1
    const result = await run(inputsOf(trial))
    const fault = result instanceof ModuleFault ? result : undefined
    runs.fault ??= fault
    if (fault?.isStopped) runs.stops += 1
    current = afterTrial(current, trial, fault)
    if (result instanceof ModuleFault || trial.count === 'alone') continue
    passed = result
    if (current.isByCommit) return { search: current, passed }
  }
}

/**
 * Two runs, and that of a single suspect, there always are, so that the search goes on in every beat, however slow the
 * module is. One is kept for what the beat ends with.
 *
 * The run after a guess there always is, too: it mostly is what the beat ends with. But each run that is stopped costs
 * everybody the time limit of a module. Who waited for one is served before the next is risked.
 */
function mayRun(runs: Runs, { cleared }: Search, trial: Trial): boolean {
  const { count, stops, limits, clock, endsAt, isAfterStop } = runs
  if (count >= limits.isolationRunsMax - 1 || stops >= limits.isolationStopsMax) return false
  if (isAfterStop && cleared.some(isTrusted) && !trial.given.every(isTrusted)) return false
  return count < 2 || trial.count === 'alone' || trial.isGuess === true || clock.monotonic() < endsAt
}

function isTrusted({ care: taken }: Candidate): boolean {
  return taken <= care.failedBefore
}
