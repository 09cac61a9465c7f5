import type { ZoneId } from 'gridtick'
import type { Limits } from '../ports/limits.ts'
import type { CommitResult, ZoneCommit } from '../ports/storage/zone-commit.ts'
import type { ZoneStorage } from '../ports/storage/zone-storage.ts'

/**
 * Lets zones share the commit of a beat: what is ready when a slice of module code has ended goes to the storage as one
 * list, so that they wait for the disk once. Each hears how its own ended. A zone that failed, or of whose last commit
 * nobody knew, commits alone the next time, so that it holds up nobody.
 */
export class CommitGroups {
  readonly #zones: Pick<ZoneStorage, 'commit'>
  readonly #limits: Pick<Limits, 'commitGroupMax'>
  /** Zones that commit alone the next time. One that is deleted or unloaded meanwhile is of no harm here. */
  readonly #alone = new Set<ZoneId>()
  #waiting: Waiting[] = []

  constructor(parts: { readonly zones: Pick<ZoneStorage, 'commit'>; readonly limits: Pick<Limits, 'commitGroupMax'> }) {
    this.#zones = parts.zones
    this.#limits = parts.limits
  }

  /** Rejects with a StorageError where nobody knows of any. */
  commit(commit: ZoneCommit, { isAlone }: { readonly isAlone: boolean }): Promise<CommitResult> {
    const isSuspect = this.#alone.delete(commit.zoneId) || isAlone
    return new Promise((resolve, reject) => {
      const one = { commit, resolve, reject }
      if (isSuspect) return void this.#store([one])
      if (this.#waiting.length === 0) process.nextTick(() => this.#storeWaiting())
      this.#waiting.push(one)
    })
  }

  /** All that goes on without waiting for anything has gone on by now. */
  #storeWaiting(): void {
    const all = this.#waiting
    this.#waiting = []
    const { commitGroupMax } = this.#limits
    for (let from = 0; from < all.length; from += commitGroupMax)
      void this.#store(all.slice(from, from + commitGroupMax))
  }

  async #store(group: readonly Waiting[]): Promise<void> {
    try {
      const results = await this.#zones.commit(group.map(({ commit }) => commit))
      for (const [index, { commit, resolve, reject }] of group.entries()) {
        const result = results[index]
        if (result?.outcome !== 'committed') this.#alone.add(commit.zoneId)
        if (result === undefined) reject(new Error('the storage gave no result'))
        else resolve(result)
      }
    } catch (error) {
      for (const { commit, reject } of group) {
        this.#alone.add(commit.zoneId)
        reject(error)
      }
    }
  }
}

type Waiting = {
  readonly commit: ZoneCommit
  readonly resolve: (result: CommitResult) => void
  readonly reject: (error: unknown) => void
}
