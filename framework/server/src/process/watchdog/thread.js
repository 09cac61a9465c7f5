import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs'
import { workerData } from 'node:worker_threads'
import { askStack } from './ask-stack.js'
import { createStallCount } from './count-stall.js'
import { endProcess } from './end-process.js'

/**
 * The watchdog: a thread of its own, which goes on while a module holds the main one. JavaScript, so that it needs no
 * loader.
 *
 * @typedef {object} Orders
 * @property {Int32Array} signs The board of the main thread: its beat, whether a module is named, and lengths of texts.
 * @property {Uint8Array} texts Who runs, as UTF-8, in fields of the same size.
 * @property {readonly string[]} fields What the texts mean, in their order.
 * @property {number} beatSign Index of the beat in `signs`.
 * @property {number} namedSign
 * @property {number} debuggedSign
 * @property {number} lengthSigns Index of the first length.
 * @property {number} textBytes Size of a field.
 * @property {number} stallMaxMs
 * @property {number} checkMs
 * @property {number} gapMs
 * @property {number} exitCode
 * @property {string | undefined} reportPath
 * @property {number} outlet The file descriptor for people.
 * @property {readonly (readonly [string, string])[]} moduleFiles Modules and their files, as URLs.
 * @property {readonly string[]} ownUrls Beginnings of URLs that are no module's.
 */

/** @type {Orders} */
const orders = workerData
/** The main thread answers at once where it can, and on a busy machine when it has its turn. */
const answerMs = 1_000

const count = createStallCount({ gapMs: orders.gapMs })
let isBusy = false
/** The stall is one that was said already. */
let wasSaid = false

setInterval(() => void look(), orders.checkMs)

async function look() {
  const { stilledMs, namedMs } = count.check({
    now: performance.now(),
    beat: Atomics.load(orders.signs, orders.beatSign),
    isNamed: Atomics.load(orders.signs, orders.namedSign) === 1,
    isDebugged: Atomics.load(orders.signs, orders.debuggedSign) === 1,
  })
  if (stilledMs === 0) wasSaid = false
  if (isBusy || stilledMs < orders.stallMaxMs) return
  isBusy = true
  if (namedMs >= orders.stallMaxMs) await endNamed(namedMs)
  else await askAbout(stilledMs)
  isBusy = false
}

/** A hook is named as running. Where the stack shows another module, that one holds the server, and no zone is known. */
async function endNamed(/** @type {number} */ namedMs) {
  const frames = await askStack(answerMs)
  const { module } = shown()
  const found = frames?.map(({ url }) => moduleOf(url)).find((other) => other !== undefined)
  const isOther = found !== undefined && found !== module && !areInOneFile(found, module)
  await endWith(namedMs, isOther ? { module: found } : shown(), frames)
}

/** Then the stack cannot tell which of them it is. */
function areInOneFile(/** @type {string} */ one, /** @type {string | undefined} */ other) {
  const fileOf = (/** @type {string | undefined} */ name) => orders.moduleFiles.find(([module]) => module === name)?.[1]
  return fileOf(one) === fileOf(other)
}

/**
 * No hook is named as running: the stack tells whether a module runs code that it started outside of one. It is asked
 * again as long as the stall lasts: the next moment may show what this one does not.
 */
async function askAbout(/** @type {number} */ stilledMs) {
  const frames = (await askStack(answerMs)) ?? []
  const found = frames.map(({ url }) => moduleOf(url)).find((module) => module !== undefined)
  if (found !== undefined) {
    const { hook, ...last } = shown()
    const isOurs = last.module === found
    return await endWith(stilledMs, isOurs ? { ...last, afterHook: hook ?? '' } : { module: found }, frames)
  }
  if (wasSaid) return
  wasSaid = true
  const place = frames[0] === undefined ? 'native code' : `${frames[0].name || 'a function'} (${frames[0].url})`
  const seconds = (stilledMs / 1_000).toFixed(1)
  say(
    `The server has stood still for ${seconds} s, in ${place}. No code of a module was found there, so the server is left to go on.`,
  )
}

/** Whose code a file holds; undefined: no module's. */
function moduleOf(/** @type {string} */ url) {
  if (url.includes('/node_modules/') || orders.ownUrls.some((beginning) => url.startsWith(beginning))) return undefined
  const own = orders.moduleFiles.find(([, file]) => url.split('?')[0] === file)
  const near = orders.moduleFiles.find(([, file]) => url.startsWith(file.slice(0, file.lastIndexOf('/') + 1)))
  return (own ?? near)?.[0]
}

/** Who runs, or ran last. */
function shown() {
  /** @type {Record<string, string>} */
  const call = {}
  for (const [index, field] of orders.fields.entries()) {
    const length = Atomics.load(orders.signs, orders.lengthSigns + index)
    const start = index * orders.textBytes
    if (length > 0) call[field] = Buffer.from(orders.texts.slice(start, start + length)).toString()
  }
  return call
}

/** First what the next start needs, then what people read: that may find nobody who takes it. */
async function endWith(
  /** @type {number} */ heldMs,
  /** @type {Record<string, string>} */ call,
  /** @type {Awaited<ReturnType<typeof askStack>>} */ frames,
) {
  const place = frames?.find(({ url }) => moduleOf(url) !== undefined)
  const report = {
    at: new Date().toISOString(),
    heldMs: Math.round(heldMs),
    ...call,
    ...(place === undefined ? {} : { place: `${place.name || 'a function'} (${place.url.replace(/\?.*$/, '')})` }),
  }
  if (orders.reportPath !== undefined) write(orders.reportPath, report)
  say(describe(report))
  await endProcess(orders.exitCode)
}

/** For the next start. */
function write(/** @type {string} */ path, /** @type {object} */ report) {
  try {
    const file = openSync(path, 'w', 0o600)
    writeSync(file, `${JSON.stringify(report)}\n`)
    fsyncSync(file)
    closeSync(file)
  } catch (error) {
    say(`The watchdog could not write ${path}: ${String(error)}. No zone will be paused at the next start.`)
  }
}

/** @param {Record<string, unknown>} report */
function describe({ module, hook, afterHook, zoneId, playerId, place, heldMs }) {
  const what = hook ?? `code outside of a hook${afterHook ? `, after ${afterHook}` : ''}`
  const where = [`module ${module}`, what, zoneId && `zone ${zoneId}`, playerId && `player ${playerId}`]
  const seconds = (Number(heldMs) / 1_000).toFixed(1)
  const isNoted = zoneId && orders.reportPath !== undefined
  const then = isNoted ? 'At the next start this zone is paused.' : 'No zone is known that could be paused.'
  return (
    `The watchdog ends the server with code ${orders.exitCode}: ${where.filter(Boolean).join(', ')} has held it for ` +
    `${seconds} s${place ? `, in ${place}` : ''}. Nothing that was acknowledged is lost. ${then}`
  )
}

/** Synchronous, and never waiting for a reader for long. */
function say(/** @type {string} */ line) {
  const text = Buffer.from(`${line}\n`)
  let written = 0
  for (let attempt = 0; attempt < 10 && written < text.length; attempt++) {
    try {
      written += writeSync(orders.outlet, text, written)
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EAGAIN')) return
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20)
    }
  }
}
