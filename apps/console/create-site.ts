import { readFile } from 'node:fs/promises'
import { stop } from 'esbuild'
import type { Site, SiteFile } from 'gridtick/server'
import { bundlePage, type ScreenFile } from './bundle-page.ts'

const styleSheet = new URL('./page/console.css', import.meta.url)
const document = new URL('./page/index.html', import.meta.url)

/**
 * The web page, made of its TypeScript when it is first asked for; that takes a fraction of a second. In development it
 * is made anew for each visit, so that a reload shows what was just saved.
 */
export function createSite(options: {
  readonly screens: readonly ScreenFile[]
  readonly isDevelopment: boolean
  /** Told of each screen that cannot be built, with the compiler's words. */
  readonly onFailure: (module: string, message: string) => void
}): Site {
  let made: Promise<ReadonlyMap<string, SiteFile>> | undefined
  const make = async () => {
    const { scripts, failures } = await bundlePage(options)
    // The compiler is a process of its own; nothing more is asked of it.
    if (!options.isDevelopment) await stop()
    for (const [module, message] of failures) options.onFailure(module, message)
    const files = new Map<string, SiteFile>()
    files.set('index.html', { body: await readFile(document, 'utf8'), mediaType: 'text/html; charset=utf-8' })
    files.set('console.css', { body: await readFile(styleSheet, 'utf8'), mediaType: 'text/css; charset=utf-8' })
    for (const [name, body] of scripts) files.set(name, { body, mediaType: 'text/javascript; charset=utf-8' })
    files.set('failures.json', { body: JSON.stringify(Object.fromEntries(failures)), mediaType: 'application/json' })
    return files
  }
  return {
    async read(name) {
      if (made === undefined || (options.isDevelopment && name === 'index.html')) made = make()
      // A failure is not kept: the next visit tries again.
      made.catch(() => {
        made = undefined
      })
      return (await made).get(name)
    },
  }
}
