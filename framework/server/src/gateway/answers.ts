import { randomUUID } from 'node:crypto'
import { isStorageTrouble, isUnreachable, type Logger } from '@gridtick/engine/ports'
import type { Refused } from '@gridtick/protocol/codes'

/**
 * What a client is told of something that was thrown. Trouble of the storage passes; all else is our own fault, and
 * gets an id under which the log tells the rest.
 */
export function refusedByFault(error: unknown, logger: Logger): Refused {
  if (isStorageTrouble(error)) {
    logger.warn({ err: error }, 'the storage did not serve a message')
    return { code: 'storage_unavailable', message: 'The storage does not answer at the moment.', retryAfterMs: 1_000 }
  }
  if (isUnreachable(error))
    return { code: 'zone_unreachable', message: 'Nobody runs this zone at the moment.', retryAfterMs: 1_000 }
  const faultId = randomUUID()
  logger.error({ err: error, faultId }, 'a message could not be handled')
  return { code: 'internal', message: `Something went wrong here. It is logged as ${faultId}.` }
}
