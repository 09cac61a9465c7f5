import { isIPv6 } from 'node:net'
import { databasePathOf } from '@gridtick/storage-sqlite'
import { createProxyTrust } from './gateway/client-address.ts'
import { isNamed } from './zones/named.ts'

/** What is wrong with the value of one option, in words that follow its name; undefined: nothing. */
type Wrong = string | undefined

export function wrongHost(host: string): Wrong {
  return isIPv6(host) || /^[\w.-]+$/.test(host)
    ? undefined
    : 'must be a host name or an address, without scheme, port and path, for example "127.0.0.1".'
}

export function wrongDatabaseUrl(url: string): Wrong {
  try {
    return databasePathOf(url).includes('\0') ? 'must be a file, and no file has a NUL in its name.' : undefined
  } catch (error) {
    return `must be a file, for example "file:./data/gridtick.db": ${(error as Error).message}`
  }
}

export function wrongProxy(proxy: string): Wrong {
  try {
    createProxyTrust([proxy])
    return undefined
  } catch {
    return 'must be an address or a network, for example "10.0.0.0/8".'
  }
}

export function wrongImport(url: string): Wrong {
  return URL.canParse(url) && ['file:', 'data:', 'node:'].includes(new URL(url).protocol)
    ? undefined
    : 'must be the URL of a JavaScript file, for example "file:///srv/game/loader.js".'
}

export function wrongDevelopment(value: unknown): Wrong {
  const { brokenModules, pageVersion } = fieldsOf(value)
  const areEntries = (entries: readonly unknown[]) =>
    entries.map(fieldsOf).every(({ entry, message }) => typeof entry === 'string' && typeof message === 'string')
  if (!Array.isArray(brokenModules) || !areEntries(brokenModules))
    return 'must be { brokenModules: [] }, with { entry, message } of those that could not be loaded.'
  return pageVersion === undefined || typeof pageVersion === 'function'
    ? undefined
    : 'has a bad `pageVersion`: it must be a function that answers a text, or be left out.'
}

export function wrongOwnProcess(value: unknown): Wrong {
  const { moduleFiles, stallExitCode, onDoubt, onMemoryOver, memoryLimitMb } = fieldsOf(value)
  if (!(moduleFiles instanceof Map)) return 'must have `moduleFiles`, a Map of names of modules to their files.'
  if (!(Number.isInteger(stallExitCode) && Number(stallExitCode) >= 0 && Number(stallExitCode) <= 127))
    return 'must have `stallExitCode`, a whole number from 0 to 127.'
  for (const [name, hook] of Object.entries({ onDoubt, onMemoryOver }))
    if (typeof hook !== 'function') return `must have \`${name}\`, a function.`
  return memoryLimitMb === undefined || (typeof memoryLimitMb === 'number' && memoryLimitMb > 0)
    ? undefined
    : 'has a bad `memoryLimitMb`: it must be a number of MiB, or be left out.'
}

/** What crosses to another thread is named. */
export function wrongForWorker(options: {
  readonly modules?: unknown
  readonly storage?: unknown
}): readonly { readonly option: 'modules' | 'storage'; readonly words: string }[] {
  const { modules, storage } = options
  const say = (option: 'modules' | 'storage', rule: string, example: string) => ({
    option,
    words: `is wrong. With zones on a thread of their own, ${rule}, as ${example}: live objects do not cross to another thread.`,
  })
  return [
    ...(isNamed(modules)
      ? []
      : [say('modules', 'modules are named by what exports them', '{ from: "./my-game.ts", export: "myGame" }')]),
    ...(storage === undefined || isNamed(storage)
      ? []
      : [
          say(
            'storage',
            'the storage is named by what exports it',
            '{ from: "./my-storage.ts", export: "openMyStorage" }',
          ),
        ]),
  ]
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}
