/** A piece of a module's code that runs, and for whom. */
export type HookCall = {
  readonly module: string
  /** `onTick`, `canJoin`, `queries.nearby`, `redactions.ghost`, `intents.move`, … */
  readonly hook: string
  readonly zoneId?: string | undefined
  readonly playerId?: string | undefined
  readonly intentType?: string | undefined
  /** The intent that `onTick` has read last: mostly the one that it is at. */
  readonly intentId?: string | undefined
}

/** Where another thread can read which code runs. */
export type HookMirror = {
  /** This code runs from now on. */
  show(call: HookCall): void
  /** The hook has ended. What it has begun may still run in this turn of the event loop. */
  leave(): void
  /** No code of a module runs, and none that one has begun. */
  clear(): void
}

/** How a promise ended that a hook returned, where it ended badly. */
export type StrayListener = (call: HookCall, reason: unknown) => void

type Entered = { readonly call: HookCall; readonly outer: Entered | undefined }

/**
 * Who runs module code. A fault that no `catch` of ours sees (a promise that rejects, a loop that never ends) is laid to
 * whom stands here. Hooks nest: a view asks for a redaction.
 */
export class RunningHook {
  readonly #mirror: HookMirror | undefined
  readonly #onStray: StrayListener
  #entered: Entered | undefined
  #last: HookCall | undefined
  #willForget = false

  /** `onStray`: hears of promises that hooks returned, and that were rejected. Default: nobody does. */
  constructor({ mirror, onStray = () => {} }: { mirror?: HookMirror | undefined; onStray?: StrayListener } = {}) {
    this.#mirror = mirror
    this.#onStray = onStray
  }

  /** Runs module code under its name. Throws what it throws. */
  run<Result>(call: HookCall, work: () => Result): Result {
    this.enter(call)
    try {
      return work()
    } finally {
      this.leave()
    }
  }

  enter(call: HookCall): void {
    this.#entered = { call, outer: this.#entered }
    this.#last = call
    this.#mirror?.show(call)
    if (!this.#willForget) {
      this.#willForget = true
      setImmediate(this.#forget)
    }
  }

  leave(): void {
    this.#entered = this.#entered?.outer
    if (this.#entered === undefined) this.#mirror?.leave()
    else this.#mirror?.show(this.#entered.call)
  }

  /** Leaves all that was entered: code that is stopped from outside does not get to its `finally`. */
  leaveAll(): void {
    this.#entered = undefined
    this.#mirror?.leave()
  }

  /**
   * Whether a hook returned a promise, which is a fault of it. Nobody waits for one: it is let end by itself, and ends
   * no process by that.
   */
  isPromise(call: HookCall, returned: unknown): boolean {
    if (!(returned instanceof Promise)) return isThenable(returned)
    returned.then(undefined, (reason: unknown) => this.#onStray(call, reason))
    return true
  }

  /** The engine goes on with work of its own, which may take long: nothing of it is a module's. */
  engineWorks(): void {
    this.#mirror?.clear()
  }

  /** The innermost code that runs. Undefined: no module's code does. */
  current(): HookCall | undefined {
    return this.#entered?.call
  }

  /**
   * What ran last. It is kept until the event loop goes on to its next task, as what a module's promises do comes after
   * the hook that began them, and before that.
   */
  last(): HookCall | undefined {
    return this.#last
  }

  readonly #forget = () => {
    this.#willForget = false
    this.#last = undefined
    this.#mirror?.clear()
  }
}

function isThenable(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function'
}
