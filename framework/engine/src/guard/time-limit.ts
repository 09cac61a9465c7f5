import inspector from 'node:inspector'
import vm from 'node:vm'

/** Runs a function to its end, or stops it wherever it is after `ms`. False: it was stopped. Throws what it throws. */
export type TimeLimit = (ms: number, run: () => void) => boolean

/**
 * Stops loops, recursion, comparators and regular expressions, in this very thread; no `finally` of what was stopped
 * runs. It cannot stop native code that waits or allocates. It costs about 50 µs a call, so hand it much work at once.
 * With a debugger attached there is no limit: who looks at a breakpoint takes long.
 */
export const stopAfter: TimeLimit = (ms, run) => {
  if (inspector.url() !== undefined) {
    run()
    return true
  }
  box.run = run
  try {
    script.runInThisContext({ timeout: ms })
    return true
  } catch (error) {
    if (isTimeout(error)) return false
    throw error
  } finally {
    box.run = nothing
  }
}

/** The way into the script, which sees nothing but globals. */
const boxName = 'gridtick.guarded-work'
const nothing = () => {}
const box = boxOf(globalThis as unknown as Record<symbol, { run: () => void }>)
const script = new vm.Script(`globalThis[Symbol.for('${boxName}')].run()`, { filename: 'gridtick-guard' })

function boxOf(global: Record<symbol, { run: () => void }>): { run: () => void } {
  const key = Symbol.for(boxName)
  const known = global[key]
  if (known !== undefined) return known
  const made = { run: nothing }
  Object.defineProperty(global, key, { value: made })
  return made
}

function isTimeout(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT'
}
