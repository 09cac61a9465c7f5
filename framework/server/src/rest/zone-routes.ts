import { forDebug, forMembers, forPlayers } from '@gridtick/engine/ports'
import { given } from '@gridtick/protocol/codes'
import { z } from '@hono/zod-openapi'
import type { RestDependencies } from './dependencies.ts'
import { defineRoute, noSuchZone, type Route, requireActor, requireDebug, unwrap } from './route.ts'
import { countParameter, gameValueSchema, runningZoneCodes, timeSchema } from './schemas.ts'
import { changeZoneSchema, createZoneSchema, statusSchema, zoneFilterSchema } from './zone-bodies.ts'

const zoneSchema = z
  .strictObject({
    id: z.string(),
    name: z.string(),
    module: z.string(),
    moduleVersion: z.string(),
    status: statusSchema,
    createdAt: timeSchema,
    everyMs: z.int(),
    players: z.strictObject({ members: z.int(), connected: z.int() }),
    tick: z.int().optional().openapi({
      description: 'For members the number of the current beat, for the debug role the tick that was stored last.',
    }),
    error: z.string().nullable().optional().openapi({
      description:
        'Why it cannot run on this server, or what its module did wrong last, which need not be why it is paused; null: nothing. For the debug role.',
    }),
    result: gameValueSchema.optional().openapi({ description: 'How it ended. For the debug role.' }),
    record: z.boolean().optional().openapi({ description: 'Whether its ticks are recorded. For the debug role.' }),
    recordedTicks: z.int().optional().openapi({ description: 'Ticks that can be run again. For the debug role.' }),
  })
  .openapi('Zone')

const steppedSchema = z.strictObject({ ticks: z.int(), error: z.string().nullable(), zone: zoneSchema })

const aZone = { description: 'The zone', schema: zoneSchema }
const listLengthDefault = 50

export function zoneRoutes({ host, limits, basePath }: RestDependencies): readonly Route[] {
  return [
    defineRoute({
      method: 'post',
      path: '/v1/zones',
      who: 'debug',
      tag: 'zones',
      summary: 'Create a zone of a module.',
      body: createZoneSchema,
      answers: { 201: aZone },
      codes: ['not_found', 'conflict', 'overloaded', 'too_large'],
      async handle(call) {
        requireDebug(call)
        const { module, ...options } = await call.body()
        const zone = unwrap(await host.createZone({ module, ...given(options) }))
        return call.json(201, forDebug(zone), {
          location: `${basePath}/v1/zones/${encodeURIComponent(zone.id)}`,
        })
      },
    }),
    defineRoute({
      method: 'get',
      path: '/v1/zones',
      who: 'token',
      tag: 'zones',
      summary:
        'The zones, page by page. Players do not see ticks here; a member sees the tick of a zone by asking for that zone.',
      query: zoneFilterSchema.extend({ limit: countParameter({ min: 1, max: limits.pageSizeMax }).optional() }),
      answers: {
        200: {
          description: 'Zones, and where the next page begins',
          schema: z.strictObject({ zones: z.array(zoneSchema), nextCursor: z.string().nullable() }),
        },
      },
      async handle(call) {
        const { role } = requireActor(call)
        const { limit = Math.min(listLengthDefault, limits.pageSizeMax), ...filter } = call.query
        const { zones, nextCursor } = await host.listZones({ limit, ...given(filter) })
        return call.json(200, { zones: zones.map(role === 'debug' ? forDebug : forPlayers), nextCursor })
      },
    }),
    defineRoute({
      method: 'get',
      path: '/v1/zones/{zoneId}',
      who: 'token',
      tag: 'zones',
      summary: 'One zone.',
      answers: { 200: aZone },
      codes: ['not_found'],
      async handle(call) {
        const { role, playerId } = requireActor(call)
        const zone = await host.describeZone(call.zoneId())
        if (zone === undefined) throw noSuchZone()
        if (role === 'debug') return call.json(200, forDebug(zone))
        const isMember = await host.isMember({ zoneId: zone.id, playerId })
        return call.json(200, isMember ? forMembers(zone) : forPlayers(zone))
      },
    }),
    defineRoute({
      method: 'patch',
      path: '/v1/zones/{zoneId}',
      who: 'debug',
      tag: 'zones',
      summary:
        'Rename a zone, record it from now on (what was recorded before goes), or end that (what is recorded stays).',
      body: changeZoneSchema,
      answers: { 200: aZone },
      codes: [...runningZoneCodes, 'zone_finished', 'zone_deleted', 'too_large'],
      async handle(call) {
        requireDebug(call)
        const change = given(await call.body())
        return call.json(200, forDebug(unwrap(await host.changeZone({ zoneId: call.zoneId(), ...change }))))
      },
    }),
    defineRoute({
      method: 'delete',
      path: '/v1/zones/{zoneId}',
      who: 'debug',
      tag: 'zones',
      summary: 'Delete a zone. Its log stays.',
      answers: { 204: { description: 'It is gone' } },
      codes: ['not_found'],
      async handle(call) {
        requireDebug(call)
        if (!(await host.deleteZone(call.zoneId()))) throw noSuchZone()
        return call.context.body(null, 204)
      },
    }),
    defineRoute({
      method: 'post',
      path: '/v1/zones/{zoneId}/pause',
      who: 'debug',
      tag: 'zones',
      summary: 'Stop the ticks of a zone. Queued intents are kept.',
      body: z.strictObject({}),
      answers: { 200: aZone },
      codes: [...runningZoneCodes, 'zone_finished', 'zone_deleted'],
      async handle(call) {
        requireDebug(call)
        await call.body()
        return call.json(200, forDebug(unwrap(await host.pauseZone(call.zoneId()))))
      },
    }),
    defineRoute({
      method: 'post',
      path: '/v1/zones/{zoneId}/resume',
      who: 'debug',
      tag: 'zones',
      summary: 'Let a paused zone tick again, with or without the queued intents.',
      body: z.strictObject({ discardIntents: z.boolean().optional() }),
      answers: { 200: aZone },
      codes: [...runningZoneCodes, 'zone_finished', 'zone_deleted'],
      async handle(call) {
        requireDebug(call)
        const { discardIntents = false } = await call.body()
        return call.json(200, forDebug(unwrap(await host.resumeZone({ zoneId: call.zoneId(), discardIntents }))))
      },
    }),
    defineRoute({
      method: 'post',
      path: '/v1/zones/{zoneId}/step',
      who: 'debug',
      tag: 'zones',
      summary: 'Run ticks of a paused zone, which stays paused. Stops early if the module fails, and says why.',
      body: z.strictObject({ ticks: z.int().min(1).max(limits.stepTicksMax).optional() }),
      answers: {
        200: { description: 'Ticks that were run, what failed, and the zone after them', schema: steppedSchema },
      },
      codes: [...runningZoneCodes, 'zone_finished', 'zone_deleted'],
      async handle(call) {
        requireDebug(call)
        const { ticks = 1 } = await call.body()
        const { zone, ...stepped } = unwrap(await host.stepZone({ zoneId: call.zoneId(), ticks }))
        return call.json(200, { ...stepped, zone: forDebug(zone) })
      },
    }),
  ]
}
