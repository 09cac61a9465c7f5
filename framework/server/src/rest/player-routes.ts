import { z } from '@hono/zod-openapi'
import type { RestDependencies } from './dependencies.ts'
import { defineRoute, type Route, requireDebug, unwrap } from './route.ts'
import { runningZoneCodes, timeSchema, toTime } from './schemas.ts'

const zonePlayerSchema = z
  .strictObject({
    playerId: z.string(),
    displayName: z.string(),
    disconnectedAt: timeSchema.nullable().openapi({ description: 'Null while a socket is there.' }),
  })
  .openapi('ZonePlayer')

export function playerRoutes({ host }: RestDependencies): readonly Route[] {
  return [
    defineRoute({
      method: 'get',
      path: '/v1/zones/{zoneId}/players',
      who: 'debug',
      tag: 'zones',
      summary: 'The members of a zone, ordered by their ids.',
      answers: {
        200: { description: 'The members', schema: z.strictObject({ players: z.array(zonePlayerSchema) }) },
      },
      codes: runningZoneCodes,
      async handle(call) {
        requireDebug(call)
        const players = unwrap(await host.listPlayers(call.zoneId()))
        return call.json(200, {
          players: players.map(({ playerId, displayName, disconnectedAt }) => ({
            playerId,
            displayName,
            disconnectedAt: disconnectedAt === null ? null : toTime(disconnectedAt),
          })),
        })
      },
    }),
  ]
}
