import type { ServerClock } from '../kernel/server-clock.ts'
import type { Limits } from '../ports/limits.ts'
import type { Logger } from '../ports/logger.ts'
import type { ClockStorage } from '../ports/storage/clock-storage.ts'

/** While zones commit, the time is stored this often. */
const storeEveryMs = 10_000

/**
 * Keeps where the clock of the server stands, so that a restart goes on from there (TIME-1), and says when it is far
 * ahead of the wall clock. All that asks the storage rejects with a StorageError.
 */
export class StoredClock {
  readonly #clock: ServerClock
  readonly #storage: ClockStorage
  readonly #limits: Limits
  readonly #logger: Logger
  #storedAt = Number.NEGATIVE_INFINITY
  #hasCommitted = false
  #isLeadLogged = false

  constructor(options: { clock: ServerClock; storage: ClockStorage; limits: Limits; logger: Logger }) {
    this.#clock = options.clock
    this.#storage = options.storage
    this.#limits = options.limits
    this.#logger = options.logger
  }

  /** The clock goes on from where it stood when the server ended. */
  async resume(): Promise<void> {
    const stored = await this.#storage.readClock()
    if (stored !== null) this.#clock.raise(stored)
    this.#watchLead()
  }

  /** A zone was stored: the time is worth storing, too. */
  noteCommit(): void {
    this.#hasCommitted = true
  }

  /** To be called every now and then. Writes only while zones commit. */
  async keep(): Promise<void> {
    this.#watchLead()
    if (this.#hasCommitted && this.#clock.monotonic() - this.#storedAt >= storeEveryMs) await this.store()
  }

  async store(): Promise<void> {
    this.#storedAt = this.#clock.monotonic()
    this.#hasCommitted = false
    await this.#storage.storeClock(this.#clock.now())
  }

  /** Said once, until the wall clock has caught up. */
  #watchLead(): void {
    const leadMs = this.#clock.leadMs()
    const isFar = leadMs > this.#limits.clockLeadMaxMs
    if (isFar && !this.#isLeadLogged)
      this.#logger.warn(
        { leadMs },
        'the clock of the server is ahead of the wall clock, which was set back; it runs a tenth slower until the wall clock has caught up. If the earlier time was wrong, stop the server and run: grid clock reset',
      )
    this.#isLeadLogged = isFar
  }
}
