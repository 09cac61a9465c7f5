import { closedError, GridtickError } from '../gridtick-error.ts'
import type { WaitOptions, ZoneEvents } from '../joined-zone.ts'
import type { Runtime } from '../runtime.ts'

type World = {
  readonly on: <Name extends keyof ZoneEvents>(name: Name, listener: (event: ZoneEvents[Name]) => void) => () => void
  readonly after: Runtime['after']
}

/** Resolves with the next thing of this name that fits. Rejects if the zone ends first, or in the ways of the options. */
export function waitFor<Name extends keyof ZoneEvents>(
  { on, after }: World,
  name: Name,
  fits: (event: ZoneEvents[Name]) => boolean = () => true,
  { timeoutMs, signal }: WaitOptions = {},
): Promise<ZoneEvents[Name]> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason)
    const stops: (() => void)[] = []
    const end = (settle: () => void) => {
      for (const stop of stops) stop()
      settle()
    }
    stops.push(
      on(name, (event) => {
        try {
          if (fits(event)) end(() => resolve(event))
        } catch (error) {
          end(() => reject(error))
        }
      }),
      on('ended', ({ message }) => end(() => reject(closedError(message)))),
    )
    if (timeoutMs !== undefined) {
      const message = `No ${name} that fits came within ${timeoutMs} ms.`
      const late = new GridtickError({ code: 'timeout', message, retryable: true })
      stops.push(after(timeoutMs, () => end(() => reject(late))))
    }
    const abort = () => end(() => reject(signal?.reason))
    signal?.addEventListener('abort', abort)
    stops.push(() => signal?.removeEventListener('abort', abort))
  })
}
