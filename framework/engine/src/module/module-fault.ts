import type { HookCall } from '../kernel/running-hook.ts'
import { thrownText } from '../kernel/thrown-text.ts'
import type { ResultPlace } from './result-place.ts'

/**
 * A module did what it must not: it threw, or returned what the contract does not allow. The message is for the author
 * of the module; it may name hidden things, and so never reaches a player.
 */
export class ModuleFault extends Error {
  override readonly name = 'ModuleFault'
  /** Where in the module: `onTick`, `canJoin`, `createZone`, … */
  readonly hook: string
  /** What ran when it was stopped, as it took too long (FAIL-7); undefined: it ended by itself. */
  readonly stoppedIn: HookCall | undefined
  /** It was not even run, as it was stopped before: that stands in the log already. */
  readonly isResting: boolean
  constructor(
    hook: string,
    problem: string,
    options?: ErrorOptions & { readonly stoppedIn?: HookCall; readonly isResting?: boolean },
  ) {
    super(problem, options)
    this.hook = hook
    this.stoppedIn = options?.stoppedIn
    this.isResting = options?.isResting ?? false
  }

  get isStopped(): boolean {
    return this.stoppedIn !== undefined
  }
}

/** Something in what a hook returned is wrong. */
export function badResult({ hook, path }: ResultPlace, problem: string): ModuleFault {
  return new ModuleFault(
    hook,
    path === '' ? `${hook} returned ${problem}` : `${hook} returned a bad ${path}: ${problem}`,
  )
}

/** What a module threw, with the line of its own code that did. */
export function thrownBy(hook: string, error: unknown): ModuleFault {
  if (error instanceof ModuleFault) return error
  if (isAsyncSchema(error)) return new ModuleFault(hook, `${hook}: ${asyncSchema}`, { cause: error })
  return new ModuleFault(hook, `${hook} threw ${placedText(error)}`, { cause: error })
}

/** What a schema of a module did instead of reading a value, to stand behind its name. */
export function schemaFailure(error: unknown): string {
  return isAsyncSchema(error)
    ? 'gives a Promise. Remove `async` from its refine or transform: a schema answers at once'
    : `threw ${placedText(error)}`
}

function placedText(error: unknown): string {
  const place = error instanceof Error ? firstForeignLine(error.stack) : undefined
  return `${thrownText(error)}${place === undefined ? '' : ` (${place})`}`
}

/** zod says so of a schema that gives a promise; a module may bring a zod of its own. */
function isAsyncSchema(error: unknown): boolean {
  return error instanceof Error && error.constructor.name === '$ZodAsyncError'
}

const asyncSchema =
  'a schema of this module is asynchronous. Its refine and transform functions must be synchronous: remove `async` and `await`'

/** A hook took longer than `msMax`, and was stopped after `ms`. */
export function stoppedFault(call: HookCall, { ms, msMax }: { ms: number; msMax: number }): ModuleFault {
  const [took, max] = [ms, msMax].map((value) => Math.round(value).toLocaleString('en-US'))
  const problem =
    `${call.hook} of ${call.module} did not return within ${max} ms (moduleMsMax), and was stopped after ${took} ms. ` +
    'Look for a loop that never ends, for a regular expression that tries too much, or for too much work in one call. ' +
    'If it needs more time, set moduleMsMax in defineModule'
  return new ModuleFault(call.hook, problem, { stoppedIn: call })
}

type FaultPlace = {
  readonly module: string
  readonly zoneId: string
  readonly tick: number
  /** What it failed on. */
  readonly input?: string
  readonly playerId?: string
}

/** A hook was stopped for this player lately, and is not run again before this. */
export function restingFault(hook: string, leftMs: number): ModuleFault {
  const seconds = Math.ceil(leftMs / 1_000).toLocaleString('en-US')
  return new ModuleFault(
    hook,
    `${hook} was stopped for this player, and is not run again before ${seconds} s have passed`,
    {
      isResting: true,
    },
  )
}

/** One message of all that an author wants to read. */
export function describeFault(
  { message, stoppedIn }: ModuleFault,
  { module, zoneId, tick, input, playerId = stoppedIn?.playerId }: FaultPlace,
): string {
  const on = input === undefined ? '' : `, ${input}`
  const player = playerId === undefined ? '' : `, player ${playerId}`
  return `module ${module}, zone ${zoneId}, tick ${tick}${on}${player}: ${message}`
}

/** The first line of a stack that is neither ours nor Node's nor a library's. */
function firstForeignLine(stack: string | undefined): string | undefined {
  for (const line of stack?.split('\n').slice(1) ?? []) {
    const place = /\(?((?:file:\/\/|\/)[^()]+:\d+:\d+)\)?\s*$/.exec(line)?.[1]
    if (place !== undefined && !/\/framework\/|node_modules|node:/.test(place)) return place.replace('file://', '')
  }
  return undefined
}
