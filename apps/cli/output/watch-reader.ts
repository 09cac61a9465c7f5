import { type ChildProcess, spawn } from 'node:child_process'
import { fstatSync } from 'node:fs'

/** Whether somebody still reads what is printed. */
export type ReaderWatch = {
  /** Aborted when whoever read standard output has gone, as `head` does when it has seen enough. */
  readonly gone: AbortSignal
  /** Ends the watching. */
  stop(): void
}

const stdout = 1

/**
 * Watches for the end of whoever reads standard output, where that is a pipe. A write would notice, but what is followed
 * may be quiet for hours; and Node does not listen on a pipe that it only writes to. The `tail` of GNU does: it ends with
 * SIGPIPE when nobody reads its output any more, and with this process, whatever ends that. Where there is no such `tail`,
 * the next write notices.
 */
export function watchReader(): ReaderWatch {
  const controller = new AbortController()
  const child = fstatSync(stdout).isFIFO() ? startTail() : undefined
  const stop = () => void child?.kill()
  child?.once('exit', (_, signal) => {
    process.off('exit', stop)
    if (signal === 'SIGPIPE') controller.abort()
  })
  process.once('exit', stop)
  return {
    gone: controller.signal,
    stop() {
      process.off('exit', stop)
      stop()
    },
  }
}

/** It prints nothing. */
function startTail(): ChildProcess {
  const args = ['-f', `--pid=${process.pid}`, '/dev/null']
  const child = spawn('tail', args, { stdio: ['ignore', stdout, 'ignore'] })
  // There is no `tail` here.
  child.once('error', () => {})
  child.unref()
  return child
}
