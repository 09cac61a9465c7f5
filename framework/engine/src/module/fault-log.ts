import type { Clock } from '../ports/clock.ts'
import type { Limits } from '../ports/limits.ts'
import type { Logger } from '../ports/logger.ts'
import { describeFault, type ModuleFault } from './module-fault.ts'

type Where = Parameters<typeof describeFault>[1]

/** Of the text of a fault; a module may throw a book. */
const charactersMax = 400

/**
 * Lines about faults of modules that a player causes at will, and again and again: of each kind in a zone one in
 * `faultLogMs`, which says how many were left out since the one before.
 */
export class FaultLog {
  readonly #logger: Logger
  readonly #clock: Clock
  readonly #limits: Limits
  readonly #said = new Map<string, { readonly atMs: number; leftOut: number }>()

  constructor({ logger, clock, limits }: { logger: Logger; clock: Clock; limits: Limits }) {
    this.#logger = logger
    this.#clock = clock
    this.#limits = limits
  }

  /** `kind`: what counts as the same fault; by default, all that the hook does wrong. `effect`: a sentence on what came of it. */
  report(
    fault: ModuleFault,
    where: Where,
    { kind = fault.hook, effect }: { kind?: string; effect?: string } = {},
  ): void {
    const key = [where.module, where.zoneId, kind].join(' ')
    const now = this.#clock.monotonic()
    const before = this.#said.get(key)
    if (before !== undefined && now - before.atMs < this.#limits.faultLogMs) {
      before.leftOut += 1
      return
    }
    this.#remember(key, now)
    const leftOut = before?.leftOut ?? 0
    const came = effect === undefined ? '' : `. ${effect}`
    const more = leftOut === 0 ? '' : ` (${leftOut} more since the last line like this one)`
    const text = describeFault(fault, where)
    const short = text.length > charactersMax ? `${text.slice(0, charactersMax)}…` : text
    this.#logger.error({ ...where, hook: fault.hook, ...(leftOut === 0 ? {} : { leftOut }) }, `${short}${came}${more}`)
  }

  #remember(key: string, atMs: number): void {
    this.#said.delete(key)
    this.#said.set(key, { atMs, leftOut: 0 })
    for (const [oldest] of this.#said) {
      if (this.#said.size <= this.#limits.faultLogKeysMax) return
      this.#said.delete(oldest)
    }
  }
}
