import { StorageError, type ZoneStorage } from '../storage/zone-storage.ts'

export type StorageOperation = keyof ZoneStorage

/** A storage that fails when it is told to. */
export type FaultyStorage = ZoneStorage & {
  readonly faults: StorageFaults
}

export type StorageFaults = {
  /** Operations asked for so far, those that failed included. */
  readonly count: number
  /** Asked for so far of this name. */
  countOf(operation: StorageOperation): number
  /** The next operation fails, or the next of this name. Called again: the one after that as well. */
  failNext(fault?: StorageFault & { readonly operation?: StorageOperation }): void
  /** The n-th operation from now fails; 1 is the next. */
  failAt(nth: number, fault?: StorageFault): void
  /** All operations fail, until {@link StorageFaults.clear}. */
  failAll(fault?: StorageFault): void
  /** No more faults, planned ones included. */
  clear(): void
}

export type StorageFault = {
  /** Default: `io`. */
  readonly kind?: StorageError['kind']
  /**
   * `before` (the default): nothing was done. `after`: it was done, and nobody learns of it, as when the disk takes a
   * commit and the answer is lost.
   */
  readonly when?: 'before' | 'after'
}

/**
 * Wraps a storage so that chosen operations fail, as disks do: to prove that nothing is lost or shown by it.
 *
 * A commit that fails answers `failed` for each of its commits; all else rejects with the StorageError.
 */
export function withFaults(storage: ZoneStorage): FaultyStorage {
  const counts = new Map<StorageOperation, number>()
  let count = 0
  let planned: { readonly fault: StorageFault; readonly operation?: StorageOperation; readonly nth?: number }[] = []
  let lasting: StorageFault | undefined

  const faultOf = (operation: StorageOperation): StorageFault | undefined => {
    count += 1
    counts.set(operation, (counts.get(operation) ?? 0) + 1)
    const found = planned.find((plan) =>
      plan.nth === undefined ? (plan.operation ?? operation) === operation : plan.nth === count,
    )
    planned = planned.filter((plan) => plan !== found)
    return found?.fault ?? lasting
  }

  const operate = async <Result>(
    operation: StorageOperation,
    work: () => Promise<Result>,
    failed: (error: StorageError) => Result,
  ): Promise<Result> => {
    const fault = faultOf(operation)
    if (!fault) return work()
    const { kind = 'io', when = 'before' } = fault
    if (when === 'after') await work()
    return failed(new StorageError(kind, `Made to fail ${when} ${operation}.`))
  }

  const fail = (error: StorageError): never => {
    throw error
  }

  return {
    createZone: (...args) => operate('createZone', () => storage.createZone(...args), fail),
    readZone: (...args) => operate('readZone', () => storage.readZone(...args), fail),
    loadZone: (...args) => operate('loadZone', () => storage.loadZone(...args), fail),
    listZones: (...args) => operate('listZones', () => storage.listZones(...args), fail),
    countZones: () => operate('countZones', () => storage.countZones(), fail),
    deleteZone: (...args) => operate('deleteZone', () => storage.deleteZone(...args), fail),
    commit: (commits) =>
      operate(
        'commit',
        () => storage.commit(commits),
        (error) => commits.map(() => ({ outcome: 'failed', error })),
      ),
    readTick: (...args) => operate('readTick', () => storage.readTick(...args), fail),
    setStatus: (...args) => operate('setStatus', () => storage.setStatus(...args), fail),
    changeZone: (...args) => operate('changeZone', () => storage.changeZone(...args), fail),
    removeMember: (...args) => operate('removeMember', () => storage.removeMember(...args), fail),
    departMember: (...args) => operate('departMember', () => storage.departMember(...args), fail),
    readMember: (...args) => operate('readMember', () => storage.readMember(...args), fail),
    dueZones: (...args) => operate('dueZones', () => storage.dueZones(...args), fail),
    nextWakeAt: () => operate('nextWakeAt', () => storage.nextWakeAt(), fail),
    zonesToTell: (...args) => operate('zonesToTell', () => storage.zonesToTell(...args), fail),
    readRecording: (...args) => operate('readRecording', () => storage.readRecording(...args), fail),
    readLog: (...args) => operate('readLog', () => storage.readLog(...args), fail),
    trimLog: (...args) => operate('trimLog', () => storage.trimLog(...args), fail),
    readClock: () => operate('readClock', () => storage.readClock(), fail),
    storeClock: (...args) => operate('storeClock', () => storage.storeClock(...args), fail),
    probe: () => operate('probe', () => storage.probe(), fail),
    verify: () => storage.verify(),
    faults: {
      get count() {
        return count
      },
      countOf: (operation) => counts.get(operation) ?? 0,
      failNext({ operation, ...fault } = {}) {
        planned.push(operation === undefined ? { fault } : { fault, operation })
      },
      failAt(nth, fault = {}) {
        planned.push({ fault, nth: count + nth })
      },
      failAll(fault = {}) {
        lasting = fault
      },
      clear() {
        planned = []
        lasting = undefined
      },
    },
  }
}
