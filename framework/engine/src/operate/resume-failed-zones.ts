import { given } from '@gridtick/protocol/codes'
import type { ZoneId } from 'gridtick'
import type { Answer } from '../ports/zone-answers.ts'
import type { Engine } from '../zone/engine.ts'
import { isPausedByFailure } from '../zone/life.ts'

const pageLength = 100

/**
 * Resumes all zones that were paused because their module failed: for a start with another version of it. Zones that an
 * operator paused stay paused. Rejects with a StorageError.
 */
export async function resumeFailedZones(
  { storage, logger }: Engine,
  resume: (zoneId: ZoneId) => Promise<Answer<unknown>>,
): Promise<void> {
  let afterId: ZoneId | undefined
  do {
    const page = await storage.zones.listZones({
      status: 'paused',
      limit: pageLength,
      ...given({ afterId }),
    })
    for (const { zone } of page) {
      if (!isPausedByFailure(zone)) continue
      const resumed = await resume(zone.id)
      // Else its module does not run here, or in another version: it waits.
      if (resumed.ok) logger.info({ zoneId: zone.id }, 'a zone that was paused by a failure is tried again')
    }
    afterId = page.length < pageLength ? undefined : page.at(-1)?.zone.id
  } while (afterId !== undefined)
}
