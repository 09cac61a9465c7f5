import type { RunningHook } from '@gridtick/engine'
import type { StrayErrors } from './stray-errors.ts'

/**
 * Takes the errors of this process that nobody catches, so that a module's do not end it. `onDoubt` gets those after
 * which nobody knows the state of the server: it should stop. Answers what lets go of the process again.
 */
export function catchStrayErrors(options: {
  readonly strays: StrayErrors
  readonly running: RunningHook
  readonly onDoubt: (error: unknown) => void
}): () => void {
  const { strays, running, onDoubt } = options
  const take = (kind: 'rejection' | 'exception') => (error: unknown) => {
    const ranLast = running.current() ?? running.last()
    // A throw that left a hook by no door of ours.
    running.leaveAll()
    if (!strays.ofProcess(error, kind, ranLast)) onDoubt(error)
  }
  const onRejection = take('rejection')
  const onException = take('exception')
  process.on('unhandledRejection', onRejection)
  process.on('uncaughtException', onException)
  return () => {
    process.off('unhandledRejection', onRejection)
    process.off('uncaughtException', onException)
  }
}
