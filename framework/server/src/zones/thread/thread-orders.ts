import { isNamed } from '../named.ts'
import type { ZonesOptions } from '../open-zones-here.ts'
import type { ThreadOrders } from './thread-messages.ts'

/** What differs from one thread to the next. */
export type LastingOrders = Omit<ThreadOrders, 'board' | 'gate' | 'lastStall'>

/** Throws a TypeError where something is a live object, which does not cross to another thread. */
export function ordersFor(
  options: Pick<ZonesOptions, 'modules' | 'storage' | 'limits' | 'development' | 'ownProcess'> & {
    readonly threadImports: readonly string[]
  },
): LastingOrders {
  const { modules, limits, development, ownProcess, threadImports } = options
  if (!isNamed(modules))
    throw isLive('modules are named by what exports them', '{ from: "./my-game.ts", export: "myGame" }')
  return {
    imports: threadImports,
    // Beside this file, with the ending that it has itself.
    program: new URL(import.meta.url.replace(/[^/]*(?=\.[jt]s$)/, 'run-zone-thread')).href,
    modules,
    storage: storageOf(options.storage),
    limits: { ...limits },
    isDevelopment: development !== undefined,
    areModulesMissing: development !== undefined && development.brokenModules.length > 0,
    moduleFiles: new Map(ownProcess?.moduleFiles),
    catchesStrays: ownProcess !== undefined,
  }
}

function storageOf({ storage, databaseUrl, databaseSync }: ZonesOptions['storage']): LastingOrders['storage'] {
  if (isNamed(storage)) return storage
  if (storage !== undefined)
    throw isLive('the storage is named by what exports it', '{ from: "./my-storage.ts", export: "openMyStorage" }')
  if (databaseUrl === undefined)
    throw new TypeError('Name either a databaseUrl, for example "file:./data/gridtick.db", or a storage.')
  return databaseSync === undefined ? { databaseUrl } : { databaseUrl, databaseSync }
}

function isLive(rule: string, example: string): TypeError {
  return new TypeError(
    `With zones on a thread of their own, ${rule}, as ${example}: live objects do not cross to another thread.`,
  )
}
