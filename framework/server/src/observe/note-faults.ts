import type { Clock, Logger } from '@gridtick/engine/ports'

/** What a module did wrong in a zone, in words for its author. */
export type NotedFault = {
  /** ms since the epoch: when it was last seen. */
  readonly at: number
  readonly zoneId: string
  readonly module: string
  readonly message: string
}

/** Who mends these has the others in the log; the oldest are dropped. */
const faultsMax = 20

/** A logger that remembers what it was last told of the faults of modules: one for each zone and place in the module. */
export function noteFaults(
  logger: Logger,
  clock: Clock,
): { readonly logger: Logger; readonly faults: () => readonly NotedFault[] } {
  const faults = new Map<string, NotedFault>()
  const note = (fields: Fields, message: string) => {
    const { module, zoneId, hook, error } = fields
    const isFault = typeof hook === 'string' || typeof error === 'string'
    if (typeof module !== 'string' || typeof zoneId !== 'string' || !isFault) return
    const key = [zoneId, hook ?? message].join(' ')
    faults.delete(key)
    const text = typeof error === 'string' ? `${message}: ${error}` : message
    faults.set(key, { at: Math.floor(clock.now()), zoneId, module, message: text })
    for (const [oldest] of faults) {
      if (faults.size <= faultsMax) break
      faults.delete(oldest)
    }
  }
  return {
    logger: {
      debug: (fields, message) => logger.debug(fields, message),
      info: (fields, message) => logger.info(fields, message),
      warn: (fields, message) => logger.warn(fields, message),
      error(fields, message) {
        note(fields as Fields, message)
        logger.error(fields, message)
      },
    },
    faults: () => [...faults.values()],
  }
}

type Fields = { readonly [name in 'module' | 'zoneId' | 'hook' | 'error']?: unknown }
