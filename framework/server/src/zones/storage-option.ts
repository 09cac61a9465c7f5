import { type OpenStorage, type Storage, type StorageContext, StorageError } from '@gridtick/engine/ports'
import { sqliteStorage } from '@gridtick/storage-sqlite'
import { inStorageErrors } from './in-storage-errors.ts'
import { isStorage } from './is-storage.ts'
import { importNamed, isNamed, type Named } from './named.ts'

/** Where a server stores everything: in an SQLite file, or in a storage that the program brings. */
export type StorageOption =
  | {
      /** `file:` and a path. */
      readonly databaseUrl: string
      /** `full` (the default) survives a loss of power; `normal` is faster, and survives the end of the process. */
      readonly databaseSync?: 'full' | 'normal'
      readonly storage?: undefined
    }
  | {
      /**
       * One that is open, and that the program closes after the server; or a function that opens one, which the server
       * closes; or what exports such a function.
       */
      readonly storage: Storage | OpenStorage | Named
      readonly databaseUrl?: undefined
      readonly databaseSync?: undefined
    }

/** `end`: to be called when the server has stopped. */
export type OpenedStorage = { readonly storage: Storage; end(): Promise<void> }

/** Rejects with a TypeError where the option names no storage or two, and as the storage does that is opened. */
export async function openStorage(option: StorageOption, context: StorageContext): Promise<OpenedStorage> {
  const { databaseUrl, databaseSync, storage } = option
  if ((databaseUrl === undefined) === (storage === undefined))
    throw new TypeError('Name either a databaseUrl, for example "file:./data/gridtick.db", or a storage.')
  const given = isNamed(storage) ? ((await importNamed(storage)) as Storage | OpenStorage) : storage
  if (given === undefined) {
    const sync = databaseSync === undefined ? {} : { sync: databaseSync }
    const opened = await sqliteStorage({ url: databaseUrl as string, ...sync })(context)
    return { storage: opened, end: () => opened.close() }
  }
  const opened: unknown = typeof given === 'function' ? await given(context) : given
  if (!isStorage(opened))
    throw new TypeError(
      `\`storage\` ${typeof given === 'function' ? 'opened' : 'names'} something that is not a storage: it lacks some of the parts zones, wakes, actionLog, recordings, accounts, clock, nodes and close().`,
    )
  take(opened)
  return {
    storage: inStorageErrors(opened, context),
    async end() {
      taken.delete(opened)
      if (typeof given === 'function') await opened.close()
    },
  }
}

/** A storage has one server: another one would write over what the first has in memory. */
const taken = new WeakSet<Storage>()

function take(storage: Storage): void {
  if (taken.has(storage))
    throw new StorageError(
      'in_use',
      'Another server of this program runs on this storage. Stop it first, or give this one its own.',
    )
  taken.add(storage)
}
