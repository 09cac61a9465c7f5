import type { RecordingPage } from '@gridtick/engine/ports'
import { recordingFormat, recordingVersion } from '@gridtick/protocol'
import { z } from '@hono/zod-openapi'
import type { RestDependencies } from './dependencies.ts'
import { defineRoute, noSuchZone, type Route, requireDebug } from './route.ts'
import { countParameter, gameObjectSchema } from './schemas.ts'

const recordingSchema = z
  .strictObject({
    format: z.literal(recordingFormat),
    version: z.literal(recordingVersion),
    snapshots: z.array(gameObjectSchema).openapi({ description: 'The zone as it was, to run it again from.' }),
    ticks: z
      .array(gameObjectSchema)
      .openapi({ description: 'What each tick was given, and the hash of what came of it.' }),
    nextTick: z.int().nullable().openapi({ description: 'The `fromTick` of the next page; null at the end.' }),
  })
  .openapi('RecordingPage')

export function recordingRoutes({ host, limits }: RestDependencies): readonly Route[] {
  return [
    defineRoute({
      method: 'get',
      path: '/v1/zones/{zoneId}/recording',
      who: 'debug',
      tag: 'zones',
      summary:
        'What is recorded of a zone, page by page; all pages together can be replayed. It tells the seed, and all that is ' +
        'hidden from players.',
      query: z.strictObject({
        fromTick: countParameter({ min: 0, max: Number.MAX_SAFE_INTEGER }).optional(),
        limit: countParameter({ min: 1, max: limits.recordingPageTicksMax }).optional(),
      }),
      answers: { 200: { description: 'Snapshots and ticks, oldest first', schema: recordingSchema } },
      codes: ['not_found'],
      async handle(call) {
        requireDebug(call)
        const { fromTick = 0, limit = limits.recordingPageTicksMax } = call.query
        const bytesMax = limits.recordingPageBytesMax
        const page = await host.readRecording({ zoneId: call.zoneId(), fromTick, ticksMax: limit, bytesMax })
        if (page === undefined) throw noSuchZone()
        return call.context.body(pageText(page), 200, { 'content-type': 'application/json' })
      },
    }),
  ]
}

/** Snapshots and ticks are stored as the texts that are sent; to parse megabytes only to write them again is no use. */
function pageText({ snapshots, ticks, nextTick }: RecordingPage): string {
  const head = `"format":"${recordingFormat}","version":${recordingVersion}`
  return `{${head},"snapshots":[${snapshots.join(',')}],"ticks":[${ticks.join(',')}],"nextTick":${nextTick}}`
}
