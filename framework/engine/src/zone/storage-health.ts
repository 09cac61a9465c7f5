import type { Clock } from '../ports/clock.ts'
import type { Limits } from '../ports/limits.ts'
import type { Logger } from '../ports/logger.ts'
import type { Storage } from '../ports/storage/storage.ts'
import { StorageError } from '../ports/storage/storage-error.ts'

/**
 * Whether the storage takes writes. Trouble with it is no fault of any zone: all zones rest, intents are refused as
 * `storage_unavailable`, and a write that harms nothing is tried until it passes (FAIL-5). Corrupt data ends the process.
 */
export class StorageHealth {
  readonly #storage: Pick<Storage, 'probe' | 'verify'>
  readonly #logger: Logger
  readonly #onCorrupt: (error: StorageError) => void
  readonly #clock: Clock
  readonly #limits: Pick<Limits, 'slowDiskMs' | 'slowDiskShownMs'>
  #isAvailable = true
  /** When the disk was slow last; monotonic ms. */
  #slowAt: number | undefined

  constructor(options: {
    storage: Pick<Storage, 'probe' | 'verify'>
    logger: Logger
    clock: Clock
    limits: Pick<Limits, 'slowDiskMs' | 'slowDiskShownMs'>
    onCorrupt: (error: StorageError) => void
  }) {
    this.#storage = options.storage
    this.#logger = options.logger
    this.#onCorrupt = options.onCorrupt
    this.#clock = options.clock
    this.#limits = options.limits
  }

  get isAvailable(): boolean {
    return this.#isAvailable
  }

  /** `slow`: it takes writes, but one of them took too long a moment ago. */
  get state(): 'ok' | 'slow' | 'unavailable' {
    if (!this.#isAvailable) return 'unavailable'
    return this.#isSlow() ? 'slow' : 'ok'
  }

  /** An operation took this long. From `slowDiskMs` on, the disk counts as slow for `slowDiskShownMs`. */
  noteDuration(ms: number): void {
    if (ms < this.#limits.slowDiskMs) return
    if (!this.#isSlow())
      this.#logger.warn(
        { ms: Math.round(ms) },
        'the disk is slow: all zones waited for one operation of the database; see what else uses the disk',
      )
    this.#slowAt = this.#clock.monotonic()
  }

  #isSlow(): boolean {
    return this.#slowAt !== undefined && this.#clock.monotonic() - this.#slowAt < this.#limits.slowDiskShownMs
  }

  /** Something that was asked of the storage failed. */
  report(error: unknown): void {
    const trouble = error instanceof StorageError ? error : new StorageError('unknown', String(error), { cause: error })
    if (trouble.kind === 'corrupt') this.#onCorrupt(trouble)
    if (this.#isAvailable)
      this.#logger.error(
        { kind: trouble.kind, error: trouble.message },
        trouble.kind === 'lost'
          ? 'THE DATABASE IS GONE: no zone steps, and nothing is stored, until its files are back in their places'
          : 'the storage failed: no zone steps until writes work again; check the disk',
      )
    this.#isAvailable = false
  }

  /** At the start: tries a write, so that trouble is known before somebody plays. */
  async begin(): Promise<void> {
    try {
      await this.#storage.probe()
    } catch (error) {
      this.report(error)
    }
  }

  /** Each `probeMs`: tries whether it takes writes again; while all is well, only looks whether they would be kept. */
  async probe(): Promise<void> {
    try {
      if (this.#isAvailable) return await this.#storage.verify?.()
      await this.#storage.probe()
    } catch (error) {
      if (this.#isAvailable) this.report(error)
      else if (error instanceof StorageError && error.kind === 'corrupt') this.#onCorrupt(error)
      return
    }
    this.#isAvailable = true
    this.#logger.info({}, 'the storage takes writes again: zones go on')
  }
}
