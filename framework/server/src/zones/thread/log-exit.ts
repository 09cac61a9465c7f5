import type { Logger } from '@gridtick/engine/ports'

/** Code of a module that calls `process.exit()` ends this thread. The log says where it did, also outside of a hook. */
export function logExit(logger: Pick<Logger, 'error'>, own: Pick<NodeJS.Process, 'exit'> = process): void {
  const exit = own.exit
  own.exit = (code) => {
    const { stack } = new Error('process.exit()')
    logger.error({ stack }, 'process.exit() is called on the thread of the zones, and ends it; its stack says where')
    return exit.call(own, code)
  }
}
