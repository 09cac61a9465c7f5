import { given } from '@gridtick/protocol/codes'
import { z } from '@hono/zod-openapi'
import type { RestDependencies } from './dependencies.ts'
import { defineRoute, noSuchZone, type Route, requireDebug } from './route.ts'
import { countParameter, flagParameter, gameValueSchema, playerIdSchema, timeSchema, toTime } from './schemas.ts'

const resultSchema = z.enum(['applied', 'refused', 'failed'])

const logEntrySchema = z
  .strictObject({
    seq: z.int(),
    at: timeSchema,
    zoneId: z.string(),
    tick: z.int(),
    playerId: z.string(),
    connectionId: z.string().nullable(),
    type: z.string(),
    payload: gameValueSchema,
    result: resultSchema,
    code: z.string().nullable(),
  })
  .openapi('LogEntry')

const listLengthDefault = 100

export function logRoutes({ host, limits }: RestDependencies): readonly Route[] {
  return [
    defineRoute({
      method: 'get',
      path: '/v1/zones/{zoneId}/log',
      who: 'debug',
      tag: 'zones',
      summary:
        'The settled intents of a zone from `fromSeq` on (included) and before `beforeSeq`, oldest first; of a deleted ' +
        'zone too. Where there are more than `limit`: the first of them, or with `fromEnd` the last.',
      query: z.strictObject({
        fromSeq: countParameter({ min: 0, max: Number.MAX_SAFE_INTEGER }).optional(),
        beforeSeq: countParameter({ min: 0, max: Number.MAX_SAFE_INTEGER }).optional(),
        fromEnd: flagParameter.optional(),
        type: z.string().min(1).max(64).optional(),
        playerId: playerIdSchema.optional(),
        result: resultSchema.optional(),
        limit: countParameter({ min: 1, max: limits.pageSizeMax }).optional(),
      }),
      answers: {
        200: {
          description: 'Entries, and the `fromSeq` to go on with',
          schema: z.strictObject({ entries: z.array(logEntrySchema), nextSeq: z.int() }),
        },
      },
      codes: ['not_found'],
      async handle(call) {
        requireDebug(call)
        const zoneId = call.zoneId()
        const { fromSeq = 1, limit = Math.min(listLengthDefault, limits.pageSizeMax), ...filter } = call.query
        const rows = await host.readLog({ zoneId, afterSeq: fromSeq - 1, limit, ...given(filter) })
        if (rows.length === 0 && !(await hasLog(zoneId))) throw noSuchZone()
        const entries = rows.map(({ at, ...row }) => ({ ...row, at: toTime(at) }))
        return call.json(200, { entries, nextSeq: (rows.at(-1)?.seq ?? fromSeq - 1) + 1 })
      },
    }),
  ]

  /** The log outlives its zone, so an empty page alone does not say that there is none. */
  async function hasLog(zoneId: string): Promise<boolean> {
    if ((await host.describeZone(zoneId)) !== undefined) return true
    return (await host.readLog({ zoneId, afterSeq: 0, limit: 1 })).length > 0
  }
}
