import { createStallCount } from './count-stall.js'

/**
 * Who holds a thread for good. JavaScript, so that the watchdog thread needs no loader.
 *
 * @typedef {import('./ask-stack.js').Frame} Frame
 *
 * @typedef {object} Watched
 * @property {Int32Array} signs The board of the thread: its beat, whether a module is named, and lengths of texts.
 * @property {Uint8Array} texts Who runs, as UTF-8, in fields of the same size.
 * @property {readonly string[]} fields What the texts mean, in their order.
 * @property {number} beatSign Index of the beat in `signs`.
 * @property {number} namedSign Index of whether a module is named: 0 where none is.
 * @property {number} inHook What stands there while a hook runs, and not only what one has begun.
 * @property {number} debuggedSign
 * @property {number} lengthSigns Index of the first length.
 * @property {number} textBytes Size of a field.
 * @property {number} stallMaxMs
 * @property {number} gapMs
 * @property {readonly (readonly [string, string])[]} moduleFiles Modules and their files, as URLs.
 * @property {readonly string[]} ownUrls Beginnings of URLs that are no module's.
 *
 * @typedef {{ readonly at: string, readonly heldMs: number, readonly module: string, readonly hook?: string,
 *   readonly afterHook?: string, readonly zoneId?: string | undefined, readonly playerId?: string, readonly intentType?: string,
 *   readonly place?: string, readonly hasExited?: boolean }} Stall `hasExited`: it held nothing, it called `process.exit()`.
 */

/** The thread answers at once where it can, and on a busy machine when it has its turn. */
const answerMs = 1_000

/**
 * @param {Watched & {
 *   askStack(withinMs: number): Promise<readonly Frame[] | undefined>,
 *   say(line: string): void,
 *   isDebugged?(): boolean,
 * }} options `askStack`: where the thread is. `say`: hears once of a stall in which no module is found.
 */
export function createStallJudge(options) {
  const { signs, texts, fields, stallMaxMs, moduleFiles, ownUrls, askStack, say, isDebugged = () => false } = options
  const count = createStallCount(options)
  let isBusy = false
  /** The stall is one that was said already. */
  let wasSaid = false

  /** Whose code a file holds; undefined: no module's. */
  const moduleOf = (/** @type {string} */ url) => {
    const own = moduleFiles.find(([, file]) => url.split('?')[0] === file)
    if (own !== undefined) return own[0]
    if (ownUrls.some((beginning) => url.startsWith(beginning))) return undefined
    return moduleFiles.find(([, file]) => isBeside(url, file))?.[0]
  }

  /** In its folder, and in no package that is installed there. The module may itself be a package. */
  const isBeside = (/** @type {string} */ url, /** @type {string} */ file) => {
    const folder = file.slice(0, file.lastIndexOf('/') + 1)
    return url.startsWith(folder) && !url.slice(folder.length).includes('node_modules/')
  }

  /** Then the stack cannot tell which of them it is. */
  const areInOneFile = (/** @type {string} */ one, /** @type {string | undefined} */ other) => {
    const fileOf = (/** @type {string | undefined} */ name) => moduleFiles.find(([module]) => module === name)?.[1]
    return fileOf(one) === fileOf(other)
  }

  /** Who runs, or ran last. */
  const shown = () => {
    /** @type {Record<string, string>} */
    const call = {}
    for (const [index, field] of fields.entries()) {
      const length = Atomics.load(signs, options.lengthSigns + index)
      const start = index * options.textBytes
      if (length > 0) call[field] = Buffer.from(texts.slice(start, start + length)).toString()
    }
    return call
  }

  /**
   * A hook is named as running, or as the last one. Where it has ended, or the stack shows another module, no zone is known:
   * a timer is nobody's, and what ran last may be another zone.
   */
  const judgeNamed = async (/** @type {number} */ namedMs) => {
    const frames = await askStack(answerMs)
    const isInHook = Atomics.load(signs, options.namedSign) === options.inHook
    const call = isInHook ? shown() : lastOf(shown())
    const found = frames?.map(({ url }) => moduleOf(url)).find((other) => other !== undefined)
    const isOther = found !== undefined && found !== call.module && !areInOneFile(found, call.module)
    return stallOf(namedMs, isOther ? { module: found } : call, frames)
  }

  /**
   * No hook is named as running: the stack tells whether a module runs code that it started outside of one. It is asked
   * again as long as the stall lasts: the next moment may show what this one does not.
   */
  const judgeUnnamed = async (/** @type {number} */ stilledMs) => {
    const frames = (await askStack(answerMs)) ?? []
    const found = frames.map(({ url }) => moduleOf(url)).find((module) => module !== undefined)
    if (found !== undefined) {
      const last = shown()
      const isOurs = last.module !== undefined && areInOneFile(found, last.module)
      return stallOf(stilledMs, isOurs ? lastOf(last) : { module: found }, frames)
    }
    if (wasSaid) return undefined
    wasSaid = true
    const place = frames[0] === undefined ? 'native code' : `${frames[0].name || 'a function'} (${frames[0].url})`
    const seconds = (stilledMs / 1_000).toFixed(1)
    say(
      `The server has stood still for ${seconds} s, in ${place}. No code of a module was found there, so the server is left to go on.`,
    )
    return undefined
  }

  /** @returns {Stall} */
  const stallOf = (
    /** @type {number} */ heldMs,
    /** @type {Record<string, string>} */ call,
    /** @type {readonly Frame[] | undefined} */ frames,
  ) => {
    const place = frames?.find(({ url }) => moduleOf(url) !== undefined)
    return {
      at: new Date().toISOString(),
      heldMs: Math.round(heldMs),
      module: 'unknown',
      ...call,
      ...(place === undefined ? {} : { place: `${place.name || 'a function'} (${place.url.replace(/\?.*$/, '')})` }),
    }
  }

  return {
    /**
     * To be called every now and then. Answers who has held the thread for `stallMaxMs`, where code of a module has.
     *
     * @returns {Promise<Stall | undefined>}
     */
    async look() {
      const { stilledMs, namedMs } = count.check({
        now: performance.now(),
        beat: Atomics.load(signs, options.beatSign),
        isNamed: Atomics.load(signs, options.namedSign) !== 0,
        isDebugged: isDebugged() || Atomics.load(signs, options.debuggedSign) === 1,
      })
      if (stilledMs === 0) wasSaid = false
      if (isBusy || stilledMs < stallMaxMs) return undefined
      isBusy = true
      try {
        return namedMs >= stallMaxMs ? await judgeNamed(namedMs) : await judgeUnnamed(stilledMs)
      } finally {
        isBusy = false
      }
    },
  }
}

/**
 * Of a hook that has ended: which module it was of, and nothing of its zone.
 *
 * @param {Record<string, string>} call
 * @returns {Record<string, string>}
 */
function lastOf({ module = 'unknown', hook = '' }) {
  return { module, afterHook: hook }
}

/** Who it is, for how long and where, in words. */
export function whoHolds(/** @type {Stall} */ { module, hook, afterHook, zoneId, playerId, place, heldMs, hasExited }) {
  const what = hook ?? `code outside of a hook${afterHook ? `, after ${afterHook}` : ''}`
  const where = [`module ${module}`, what, zoneId && `zone ${zoneId}`, playerId && `player ${playerId}`]
  if (hasExited) return `${where.filter(Boolean).join(', ')} has called process.exit()`
  const seconds = (heldMs / 1_000).toFixed(1)
  return `${where.filter(Boolean).join(', ')} has held it for ${seconds} s${place ? `, in ${place}` : ''}`
}
