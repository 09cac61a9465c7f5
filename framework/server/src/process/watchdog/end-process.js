import { spawn } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { exitByMainThread } from './ask-stack.js'

/** The main thread ends by itself in that time, if it can at all, ms. */
const exitMs = 500
/** Ending may itself hang, in what libraries do at the end. Then the system does it, ms. */
const endMsMax = 3_000

/**
 * Ends the whole process with an exit code, from a thread, while the main thread is held. `process.exit()` would end this
 * thread alone.
 *
 * @param {number} code 0 to 127.
 */
export async function endProcess(code) {
  killLater()
  // All is said: Node would add words about a debugger, which is this one.
  closeSync(2)
  // WASI wants one. It gets the lowest number that is free.
  openSync('/dev/null', 'w')
  await exitByMainThread(code, exitMs)
  exitFromHere(code)
}

/** By a process of its own, as no thread of this one is sure to run while it ends. */
function killLater() {
  const { pid } = process
  const kill = `setTimeout(() => process.ppid === ${pid} && process.kill(${pid}, 'SIGKILL'), ${endMsMax})`
  const child = spawn(process.execPath, ['-e', kill], { detached: true, stdio: 'ignore', env: {} })
  // Without it, there is only less to fall back on.
  child.on('error', () => {})
  child.unref()
}

/**
 * The exit of WASI is that of the system, in whatever thread.
 *
 * @param {number} code
 */
function exitFromHere(code) {
  // Not before it is needed: it warns of itself.
  const { WASI } = process.getBuiltinModule('node:wasi')
  const wasi = new WASI({ version: 'preview1', returnOnExit: false })
  const program = new WebAssembly.Module(exitProgram(code))
  wasi.start(new WebAssembly.Instance(program, { wasi_snapshot_preview1: wasi.wasiImport }))
}

/**
 * A WebAssembly program whose only deed is `proc_exit(code)`.
 *
 * @param {number} code
 */
function exitProgram(code) {
  const name = (/** @type {string} */ text) => [text.length, ...Buffer.from(text)]
  const section = (/** @type {number} */ id, /** @type {number[]} */ ...bytes) => [id, bytes.length, ...bytes]
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    // Two types of functions: (i32) → (), and () → ().
    ...section(1, 2, 0x60, 1, 0x7f, 0, 0x60, 0, 0),
    // Function 0 is imported, and of the first type; function 1 is of the second.
    ...section(2, 1, ...name('wasi_snapshot_preview1'), ...name('proc_exit'), 0, 0),
    ...section(3, 1, 1),
    // One page of memory, which WASI asks for.
    ...section(5, 1, 0, 1),
    ...section(7, 2, ...name('memory'), 2, 0, ...name('_start'), 0, 1),
    // i32.const code; call 0; end. The number is LEB128 with its sign: two bytes hold all exit codes.
    ...section(10, 1, 7, 0, 0x41, (code & 0x7f) | 0x80, code >> 7, 0x10, 0, 0x0b),
  ])
}
