import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { SiteFile } from '@gridtick/server'
import { stop } from 'esbuild'
import { bundlePage, type CompanionFile } from './bundle-page.ts'
import type { Companion } from './find-companion.ts'

const styleSheet = new URL('./page/console.css', import.meta.url)
const document = new URL('./page/index.html', import.meta.url)

export type SiteOptions = {
  readonly screens: readonly CompanionFile[]
  readonly bots?: readonly CompanionFile[]
  readonly isDevelopment: boolean
  /** Told of each screen or bot that cannot be built, with the compiler's words. */
  readonly onFailure: (module: string, message: string, companion: Companion) => void
}

/** The files of the page by their names, and the paths of all that they were made of. */
export type MadeSite = { readonly files: ReadonlyMap<string, SiteFile>; readonly sources: readonly string[] }

/** Makes the web page of its code, with the screens and bots of games. It takes a fraction of a second. */
export async function makeSite(options: SiteOptions): Promise<MadeSite> {
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

/** The compiler's words name files and quote them: they are for who develops, and for the log. */
function told(failures: ReadonlyMap<string, string>, { isDevelopment }: { readonly isDevelopment: boolean }) {
  const words = (message: string) => (isDevelopment ? message : 'It cannot be built; the log of the server says why.')
  return Object.fromEntries([...failures].map(([module, message]) => [module, words(message)]))
}
