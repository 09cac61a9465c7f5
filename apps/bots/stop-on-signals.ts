import { createSignalHandler } from '../server/create-signal-handler.ts'

const interrupted = 130

/** Aborted at the first Ctrl-C; the second one ends the process at once. */
export function stopOnSignals(): AbortController {
  const stopping = new AbortController()
  const onSignal = createSignalHandler({
    stop: () => stopping.abort(),
    stopAtOnce: () => process.exit(interrupted),
    now: () => performance.now(),
  })
  process.on('SIGINT', onSignal)
  process.on('SIGTERM', onSignal)
  return stopping
}
