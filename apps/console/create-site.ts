import { createHash } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { Site, SiteFile } from '@gridtick/server'
import { stop } from 'esbuild'
import { bundlePage, type CompanionFile } from './bundle-page.ts'
import type { Companion } from './find-companion.ts'

const styleSheet = new URL('./page/console.css', import.meta.url)
const document = new URL('./page/index.html', import.meta.url)

/**
 * The web page, made of its TypeScript when it is first asked for; that takes a fraction of a second. In development it
 * is made again for each visit, so that a reload shows what was just saved.
 */
export function createSite(options: {
  readonly screens: readonly CompanionFile[]
  readonly bots?: readonly CompanionFile[]
  readonly isDevelopment: boolean
  /** Told of each screen or bot that cannot be built, with the compiler's words. */
  readonly onFailure: (module: string, message: string, companion: Companion) => void
}): VersionedSite {
  let made: Promise<Made> | undefined
  let next: Promise<Made> | undefined
  const make = async () => {
    const { scripts, failures, botFailures, sources } = await bundlePage(options)
    // The compiler is a process of its own; nothing more is asked of it.
    if (!options.isDevelopment) await stop()
    for (const [module, message] of failures) options.onFailure(module, message, 'screen')
    for (const [module, message] of botFailures) options.onFailure(module, message, 'bot')
    const files = new Map<string, SiteFile>()
    const page = await readFile(document, 'utf8')
    // By this the page knows that it may ask what is wrong with the modules; elsewhere nobody would answer.
    const body = options.isDevelopment ? page.replace('<html ', '<html data-development ') : page
    files.set('index.html', { body, mediaType: 'text/html; charset=utf-8' })
    files.set('console.css', { body: await readFile(styleSheet, 'utf8'), mediaType: 'text/css; charset=utf-8' })
    for (const [name, body] of scripts) files.set(name, { body, mediaType: 'text/javascript; charset=utf-8' })
    files.set('failures.json', { body: JSON.stringify(told(failures, options)), mediaType: 'application/json' })
    return { files, sources: [...sources, ...[styleSheet, document].map((url) => fileURLToPath(url))] }
  }
  const keep = (making: Promise<Made>) => {
    made = making
    // A failure is not kept: the next visit tries again.
    making.catch(() => {
      if (made === making) made = undefined
    })
    return making
  }
  const makeNext = async () => {
    await made?.catch(() => {})
    next = undefined
    return keep(make())
  }
  // One is made at a time. What was saved since it began may be missing in it, so all who come meanwhile share the next.
  const makeAnew = () => {
    next ??= makeNext()
    return next
  }
  const get = () => made ?? makeAnew()
  return {
    async read(name) {
      const { files } = await (options.isDevelopment && name === 'index.html' ? makeAnew() : get())
      return files.get(name)
    },
    version: () =>
      get().then(
        ({ sources }) => hashOf(sources),
        // The page itself cannot be made. Whoever has it open keeps it meanwhile.
        () => undefined,
      ),
  }
}

/** The page, and whether it would be another one by now. */
type VersionedSite = Site & {
  /** Another text when a file was saved that the page was made of. Undefined while it cannot be made. */
  version(): Promise<string | undefined>
}

type Made = { readonly files: ReadonlyMap<string, SiteFile>; readonly sources: readonly string[] }

/** The compiler's words name files and quote them: they are for who develops, and for the log. */
function told(failures: ReadonlyMap<string, string>, { isDevelopment }: { readonly isDevelopment: boolean }) {
  const words = (message: string) => (isDevelopment ? message : 'It cannot be built; the log of the server says why.')
  return Object.fromEntries([...failures].map(([module, message]) => [module, words(message)]))
}

/** Of when each file was saved. One that is gone is a change, too. */
async function hashOf(paths: readonly string[]): Promise<string> {
  const hash = createHash('sha256')
  for (const path of paths) {
    const saved = await stat(path).catch(() => undefined)
    hash.update(`${path} ${saved?.mtimeMs} ${saved?.size}\n`)
  }
  return hash.digest('base64url').slice(0, 22)
}
