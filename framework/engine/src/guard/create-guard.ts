import { assert } from 'gridtick/internal'
import type { HookCall, RunningHook } from '../kernel/running-hook.ts'
import { stoppedFault } from '../module/module-fault.ts'
import type { Clock } from '../ports/clock.ts'
import type { Limits } from '../ports/limits.ts'
import { attempt, type Guard, type GuardedWork, type Outcome } from './guard.ts'
import { stopAfter, type TimeLimit } from './time-limit.ts'

export type GuardOptions = {
  readonly running: RunningHook
  readonly limits: Pick<Limits, 'moduleMsMax' | 'sliceMs'>
  readonly clock: Pick<Clock, 'monotonic'>
  /** Default: the real one, {@link stopAfter}. */
  readonly timeLimit?: TimeLimit
  /** ms that this process has computed so far, on all its threads. Default: what the system says. */
  readonly computedMs?: () => number
}

/**
 * The guard of a process. A slice takes up no more work after `sliceMs`, and is stopped `moduleMsMax` later: so whatever
 * is stopped had the full time. What was not reached runs in the next slice, and so do works with another `moduleMsMax`
 * than the first of a slice.
 *
 * What was stopped although the machine gave this process hardly any time meanwhile (a laptop that slept, `SIGSTOP`) has
 * one more try, where it can be run again. What waits is bounded by the zones, connections and requests that wait for it.
 */
export function createGuard(options: GuardOptions): Guard {
  const { running, limits, clock, timeLimit = stopAfter, computedMs = cpuMs } = options
  let waiting: Job[] = []
  let isPlanned = false
  let isInside = false

  const plan = () => {
    if (isPlanned || waiting.length === 0) return
    isPlanned = true
    setImmediate(drain)
  }

  const drain = () => {
    isPlanned = false
    const jobs = waiting
    waiting = []
    const left = runSlice(jobs)
    // In front of what was handed in meanwhile.
    waiting = [...left, ...waiting]
    plan()
  }

  const put = (job: Job) => {
    waiting.push(job)
    plan()
  }

  const msMaxOf = ({ module }: GuardedWork<unknown>) => module.moduleMsMax ?? limits.moduleMsMax

  /** Runs what there is time for, and hands over what ended. Answers the jobs that are not done. */
  const runSlice = (jobs: readonly Job[]): readonly Job[] => {
    const first = jobs[0]?.works[jobs[0].done]
    if (first === undefined) return []
    const msMax = msMaxOf(first)
    const slice: Slice = { ended: [], begun: undefined, wasStopped: false }
    const startedAt = clock.monotonic()
    const computedBefore = computedMs()
    const run = () => {
      for (const job of jobs)
        for (let index = job.done; index < job.works.length; index++) {
          const work = job.works[index] as GuardedWork<unknown>
          const at = clock.monotonic()
          if (at - startedAt >= limits.sliceMs || msMaxOf(work) !== msMax) return
          runWork(slice, { job, work, at }, running)
        }
    }
    assert(!isInside, 'guarded work must not run guarded work')
    isInside = true
    // Entered out here: what this does first in a turn of the event loop must not be stopped halfway.
    running.enter(first.call)
    let isComplete = false
    let call: HookCall | undefined
    try {
      isComplete = timeLimit(msMax + limits.sliceMs, run)
      call = running.current()
    } finally {
      isInside = false
      running.leaveAll()
    }
    if (!isComplete) {
      const now = clock.monotonic()
      const isStarved = computedMs() - computedBefore < (now - startedAt) / 10
      failStopped(slice, { ms: now - (slice.begun?.at ?? now), msMax, isStarved, call })
    }
    return handOver(jobs, slice)
  }

  return {
    run: (work) =>
      new Promise((resolve, reject) => {
        put(
          newJob([work], ([outcome]) => {
            if (outcome?.ok === true) resolve(outcome.value as never)
            else reject(outcome?.error)
          }),
        )
      }),

    runEach: (works, take) =>
      new Promise((resolve, reject) => {
        if (works.length === 0) return resolve()
        let left = works.length
        put(
          newJob(works, (outcomes) => {
            left -= outcomes.length
            try {
              take(outcomes as never)
            } catch (error) {
              reject(error)
            }
            if (left === 0) resolve()
          }),
        )
      }),

    runNow(work) {
      let outcome: Outcome<unknown> | undefined
      let jobs: readonly Job[] = [
        newJob([work], ([ended]) => {
          outcome = ended
        }),
      ]
      while (jobs.length > 0) jobs = runSlice(jobs)
      if (outcome?.ok === true) return outcome.value as never
      throw outcome?.error
    },
  }
}

/** Works that were handed in together. */
type Job = {
  readonly works: readonly GuardedWork<unknown>[]
  readonly take: (outcomes: readonly Outcome<unknown>[]) => void
  done: number
  /** Was stopped once already, when the machine gave it no time. */
  triedOnce: GuardedWork<unknown> | undefined
}

function newJob(works: Job['works'], take: Job['take']): Job {
  return { works, take, done: 0, triedOnce: undefined }
}

type Begun = { readonly job: Job; readonly work: GuardedWork<unknown>; readonly at: number }

/** What happened in one slice. Whatever line of ours the stop hits: what has ended stands in `ended`. */
type Slice = {
  readonly ended: { readonly of: Begun; readonly outcome: Outcome<unknown> }[]
  /** The work that was begun last. */
  begun: Begun | undefined
  wasStopped: boolean
}

function runWork(slice: Slice, begun: Begun, running: RunningHook): void {
  running.enter(begun.work.call)
  slice.begun = begun
  slice.ended.push({ of: begun, outcome: attempt(begun.work.run) })
  running.leave()
}

/** The slice was stopped. The work that ran in it has failed, unless it is to have another try. */
function failStopped(
  slice: Slice,
  stop: { ms: number; msMax: number; isStarved: boolean; call: HookCall | undefined },
): void {
  const { ended, begun } = slice
  // Stopped between two works: none of them has failed.
  if (begun === undefined || ended.at(-1)?.of === begun) return
  const isFinal = !stop.isStarved || begun.work.isOnce === true || begun.job.triedOnce === begun.work
  begun.work.onStop?.({ isFinal })
  if (!isFinal) {
    begun.job.triedOnce = begun.work
    return
  }
  slice.wasStopped = true
  ended.push({ of: begun, outcome: { ok: false, error: stoppedFault(stop.call ?? begun.work.call, stop) } })
}

/**
 * Hands over what ended, in the order of the jobs. Answers those that are not done; one of which a work was stopped comes
 * last, so that it does not keep the others waiting again at once.
 */
function handOver(jobs: readonly Job[], { ended, begun, wasStopped }: Slice): readonly Job[] {
  const byJob = new Map<Job, Outcome<unknown>[]>()
  for (const { of, outcome } of ended) {
    const outcomes = byJob.get(of.job)
    if (outcomes === undefined) byJob.set(of.job, [outcome])
    else outcomes.push(outcome)
  }
  for (const [job, outcomes] of byJob) {
    job.done += outcomes.length
    job.take(outcomes)
  }
  const left = jobs.filter(({ done, works }) => done < works.length)
  if (!wasStopped) return left
  return [...left.filter((job) => job !== begun?.job), ...left.filter((job) => job === begun?.job)]
}

function cpuMs(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1_000
}
