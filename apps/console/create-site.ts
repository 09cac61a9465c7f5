import { createHash } from 'node:crypto'
import { stat } from 'node:fs/promises'
import type { Site } from '@gridtick/server'
import { type MadeSite, makeSite, type SiteOptions } from './make-site.ts'

/**
 * The web page, made of its TypeScript when it is first asked for; that takes a fraction of a second. In development it
 * is made again for each visit, so that a reload shows what was just saved.
 */
export function createSite(options: SiteOptions): VersionedSite {
  let made: Promise<MadeSite> | undefined
  let next: Promise<MadeSite> | undefined
  const keep = (making: Promise<MadeSite>) => {
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
    return keep(makeSite(options))
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

/** Of when each file was saved. One that is gone is a change, too. */
async function hashOf(paths: readonly string[]): Promise<string> {
  const hash = createHash('sha256')
  for (const path of paths) {
    const saved = await stat(path).catch(() => undefined)
    hash.update(`${path} ${saved?.mtimeMs} ${saved?.size}\n`)
  }
  return hash.digest('base64url').slice(0, 22)
}
