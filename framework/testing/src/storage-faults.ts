import { type CommitResult, type Storage, StorageError, type ZoneCommit } from '@gridtick/engine/ports'
import { given } from '@gridtick/protocol/codes'
import { checkFault } from './check-fault.ts'

type Part = 'zones' | 'wakes' | 'orders' | 'turns' | 'actionLog' | 'recordings' | 'accounts' | 'clock' | 'nodes'

/** What a storage can be asked to do; no two parts have an operation of the same name. */
export type StorageOperation = { [Name in Part]: keyof Storage[Name] }[Part] | 'probe'

/** A storage that fails when it is told to. */
export type FaultyStorage = Storage & {
  readonly faults: StorageFaults
}

export type StorageFaults = {
  /** Operations asked for so far, those that failed included. */
  readonly count: number
  /** Asked for so far of this name. */
  countOf(operation: StorageOperation): number
  /**
   * The next operation fails, or the next of this name. Called again: the one after that as well. Throws a TypeError for
   * an operation that the storage does not have.
   */
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
export function withFaults(storage: Storage): FaultyStorage {
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

  const faulty = <Name extends Part>(name: Name): Storage[Name] =>
    new Proxy(storage[name], {
      get(part, operation) {
        const work: unknown = Reflect.get(part, operation)
        if (typeof work !== 'function') return work
        return (...args: readonly unknown[]) =>
          operate(
            operation as StorageOperation,
            () => work.apply(part, args),
            operation === 'commit' ? failEach(args[0] as readonly ZoneCommit[]) : fail,
          )
      },
    })

  return {
    ...storage,
    zones: faulty('zones'),
    wakes: faulty('wakes'),
    orders: faulty('orders'),
    turns: faulty('turns'),
    actionLog: faulty('actionLog'),
    recordings: faulty('recordings'),
    accounts: faulty('accounts'),
    clock: faulty('clock'),
    nodes: faulty('nodes'),
    probe: () => operate('probe', () => storage.probe(), fail),
    faults: {
      get count() {
        return count
      },
      countOf: (operation) => counts.get(operation) ?? 0,
      failNext({ operation, ...fault } = {}) {
        checkFault(storage, given({ ...fault, operation }))
        planned.push(operation === undefined ? { fault } : { fault, operation })
      },
      failAt(nth, fault = {}) {
        if (!Number.isSafeInteger(nth) || nth < 1)
          throw new RangeError(`failAt(nth) counts from 1, the next operation, and not from ${String(nth)}.`)
        checkFault(storage, fault)
        planned.push({ fault, nth: count + nth })
      },
      failAll(fault = {}) {
        checkFault(storage, fault)
        lasting = fault
      },
      clear() {
        planned = []
        lasting = undefined
      },
    },
  }
}

function fail(error: StorageError): never {
  throw error
}

function failEach(commits: readonly ZoneCommit[]) {
  return (error: StorageError): readonly CommitResult[] => commits.map(() => ({ outcome: 'failed', error }))
}
