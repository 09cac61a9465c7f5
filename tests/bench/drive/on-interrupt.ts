import { endAllPrograms } from './child-program.ts'

/**
 * Runs the work of a benchmark, and clears up behind it: what was put off with {@link atEnd} is done, the last first, also
 * when the work failed or was interrupted (Ctrl-C).
 */
export async function runToEnd(work: () => Promise<void>): Promise<never> {
  let code = 0
  const interrupted = new Promise<never>((_resolve, reject) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
      process.once(signal, () => reject(new Interrupted(signal)))
  })
  try {
    await Promise.race([work(), interrupted])
  } catch (error) {
    code = error instanceof Interrupted ? 130 : 1
    process.stderr.write(`${error instanceof Interrupted ? error.message : described(error)}\n`)
  }
  await endAllPrograms()
  for (const clear of put.reverse()) await clear().catch((error) => process.stderr.write(`${described(error)}\n`))
  process.exit(code)
}

/** Puts off what is to be done at the end, however it comes. */
export function atEnd(clear: () => Promise<void>): void {
  put.push(clear)
}

const put: (() => Promise<void>)[] = []

class Interrupted extends Error {
  constructor(signal: string) {
    super(`Interrupted by ${signal}: what was started is ended.`)
  }
}

function described(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
