import { constants, fstatSync, openSync, writeSync } from 'node:fs'
import { isatty } from 'node:tty'

/** Lines that wait for a reader are tried again after this, ms. */
const againMs = 50
/** At the end of the process, what waits has this long to find a reader, ms. */
const lastMs = 500

/** Takes lines in their order, and waits for no reader. */
export type LogOutlet = {
  write(line: string): void
  /** Lines that were dropped, as nobody read and too many waited. */
  dropped(): number
  /** Writes what waits, and gives up on it after `ms`. Holds the thread meanwhile. */
  flush(ms: number): void
}

/**
 * An outlet over a file descriptor that says EAGAIN instead of waiting. What does not fit waits in memory, up to
 * `waitingBytesMax`; further lines are dropped and counted, and `describeDropped` says how many when it flows again.
 */
export function createLogOutlet(options: {
  readonly waitingBytesMax: number
  readonly describeDropped: (count: number) => string
  /** Writes to the descriptor, and answers how many bytes went. Throws as Node does. */
  readonly write: (bytes: Uint8Array) => number
}): LogOutlet {
  const { waitingBytesMax, describeDropped, write } = options
  let waiting: Uint8Array[] = []
  let waitingBytes = 0
  let dropped = 0
  let unsaid = 0
  let timer: NodeJS.Timeout | undefined

  /** What is left of some bytes after a try. Empty: nothing. A reader that is gone for good takes all, and nothing comes of it. */
  const attempt = (bytes: Uint8Array): Uint8Array => {
    try {
      return bytes.subarray(write(bytes))
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'EAGAIN') return bytes
      // Nobody is left who could be told of it.
      dropped += 1
      return new Uint8Array()
    }
  }

  const pour = () => {
    while (waiting.length > 0) {
      const [first = new Uint8Array(), ...others] = waiting
      const left = attempt(first)
      waitingBytes -= first.length - left.length
      if (left.length > 0) {
        waiting[0] = left
        return
      }
      waiting = others
      if (waiting.length === 0 && unsaid > 0) {
        const count = unsaid
        unsaid = 0
        add(Buffer.from(describeDropped(count)))
      }
    }
  }

  const add = (bytes: Uint8Array) => {
    waiting.push(bytes)
    waitingBytes += bytes.length
  }

  const later = () => {
    if (timer !== undefined || waiting.length === 0) return
    timer = setTimeout(() => {
      timer = undefined
      pour()
      later()
    }, againMs)
    timer.unref()
  }

  return {
    write(line) {
      const bytes = Buffer.from(line)
      if (waiting.length > 0 && waitingBytes + bytes.length > waitingBytesMax) {
        dropped += 1
        unsaid += 1
        return
      }
      const left = waiting.length > 0 ? bytes : attempt(bytes)
      if (left.length === 0) return
      add(left)
      later()
    },
    dropped: () => dropped,
    flush(ms) {
      const endsAt = performance.now() + ms
      for (;;) {
        pour()
        if (waiting.length === 0 || performance.now() >= endsAt) return
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10)
      }
    },
  }
}

let descriptor: number | undefined

/**
 * A file descriptor of standard error that never waits for a reader. A pipe or a terminal is opened again for that, where
 * the system can, so that nothing changes for other programs that share it.
 */
export function standardError(): number {
  descriptor ??= openStandardError()
  return descriptor
}

function openStandardError(): number {
  try {
    const status = fstatSync(2)
    if (status.isFile()) return 2
    const { O_WRONLY, O_NONBLOCK, O_APPEND, O_NOCTTY } = constants
    if (status.isFIFO() || isatty(2)) return openSync('/proc/self/fd/2', O_WRONLY | O_NONBLOCK | O_APPEND | O_NOCTTY)
  } catch {
    // There is no such file here, or it may not be opened.
  }
  // Node makes a pipe or a socket one that does not wait, when it is first used.
  void process.stderr.writable
  return 2
}

let outlet: LogOutlet | undefined

/** The outlet of this process, on standard error. What waits at its end still has a moment. */
export function standardErrorOutlet(
  options: Pick<Parameters<typeof createLogOutlet>[0], 'waitingBytesMax' | 'describeDropped'>,
): LogOutlet {
  if (outlet !== undefined) return outlet
  const made = createLogOutlet({ ...options, write: (bytes) => writeSync(standardError(), bytes) })
  process.once('exit', () => made.flush(lastMs))
  outlet = made
  return made
}

/** Lines of the log of this process that nobody read. */
export function droppedLogLines(): number {
  return outlet?.dropped() ?? 0
}
