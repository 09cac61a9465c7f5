import { writeSync } from 'node:fs'
import { workerData } from 'node:worker_threads'
import { askStack } from './ask-stack.js'
import { endProcess } from './end-process.js'
import { createStallJudge, whoHolds } from './judge-stall.js'
import { writeStall } from './write-stall.js'

/**
 * The watchdog: a thread of its own, which goes on while a module holds the main one. JavaScript, so that it needs no
 * loader.
 *
 * @typedef {object} Orders
 * @property {number} checkMs
 * @property {number} exitCode
 * @property {string | undefined} reportPath
 * @property {number} outlet The file descriptor for people.
 */

/** @type {Orders & import('./judge-stall.js').Watched} */
const orders = workerData
const judge = createStallJudge({ ...orders, askStack, say })

setInterval(() => void look(), orders.checkMs)

async function look() {
  const stall = await judge.look()
  if (stall !== undefined) await endWith(stall)
}

/** First what the next start needs, then what people read: that may find nobody who takes it. */
async function endWith(/** @type {import('./judge-stall.js').Stall} */ stall) {
  if (orders.reportPath !== undefined) write(orders.reportPath, stall)
  say(describe(stall))
  await endProcess(orders.exitCode)
}

function write(/** @type {string} */ path, /** @type {import('./judge-stall.js').Stall} */ stall) {
  try {
    writeStall(path, stall)
  } catch (error) {
    say(`The watchdog could not write ${path}: ${String(error)}. No zone will be paused at the next start.`)
  }
}

/** @param {import('./judge-stall.js').Stall} stall */
function describe(stall) {
  const isNoted = stall.zoneId && orders.reportPath !== undefined
  const then = isNoted ? 'At the next start this zone is paused.' : 'No zone is known that could be paused.'
  return (
    `The watchdog ends the server with code ${orders.exitCode}: ${whoHolds(stall)}. ` +
    `Nothing that was acknowledged is lost. ${then}`
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
