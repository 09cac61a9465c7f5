import { type Storage, type StorageContext, StorageError } from '@gridtick/engine/ports'

/** What a storage may reject with: trouble of its own, and data that it does not take. */
const names = ['StorageError', 'UnstorableError']

/**
 * A storage that a program brought, whose errors are all those that a storage has: what else it throws is trouble with it,
 * of which nobody knows more, and which may pass. `onTrouble` hears of that.
 */
export function inStorageErrors(storage: Storage, { onTrouble }: Pick<StorageContext, 'onTrouble'>): Storage {
  const fail = (error: unknown, name: string): never => {
    if (error instanceof Error && names.includes(error.name)) throw error
    const why = error instanceof Error ? error.message : 'what it threw is not an Error'
    const trouble = new StorageError('unknown', `The storage failed at ${name}: ${why}`, { cause: error })
    onTrouble(trouble)
    throw trouble
  }

  const wrap = <Part extends object>(part: Part, path: string): Part => {
    const known = new Map<unknown, unknown>()
    return new Proxy(part, {
      get(target, key) {
        const value: unknown = Reflect.get(target, key, target)
        const isCall = typeof value === 'function'
        if (!isCall && (typeof value !== 'object' || value === null)) return value
        const name = `${path}${String(key)}`
        const found = known.get(value) ?? (isCall ? contained(target, value as Call, name) : wrap(value, `${name}.`))
        known.set(value, found)
        return found
      },
    })
  }

  const contained =
    (target: object, call: Call, name: string): Call =>
    (...given) => {
      try {
        const answer = call.apply(target, given)
        return answer instanceof Promise ? answer.catch((error: unknown) => fail(error, name)) : answer
      } catch (error) {
        return fail(error, name)
      }
    }

  return wrap(storage, '')
}

type Call = (...given: unknown[]) => unknown
