import type { Refused } from '@gridtick/protocol/codes'
import type { Engine } from '../zone/engine.ts'

/** Why the process takes nothing new for any zone at the moment; undefined: it does. */
export function whyNotNow({ limits, isDraining, storageHealth }: Engine): Refused | undefined {
  if (isDraining)
    return { code: 'shutting_down', message: 'The server stops; connect again in a moment.', retryAfterMs: 1_000 }
  if (storageHealth.isAvailable) return undefined
  const message = 'The server cannot store anything at the moment.'
  return { code: 'storage_unavailable', message, retryAfterMs: limits.probeMs }
}
