import { z } from '@hono/zod-openapi'
import type { RestDependencies } from './dependencies.ts'
import { problem } from './problem.ts'
import { type Call, defineRoute, noSuchZone, type Route, requireActor, requireDebug, unwrap } from './route.ts'
import {
  flagParameter,
  gameObjectSchema,
  gameValueSchema,
  playerIdSchema,
  runningZoneCodes,
  timeSchema,
  toTime,
} from './schemas.ts'

const entitySchema = z
  .strictObject({
    id: z.string(),
    kind: z.string(),
    x: z.int(),
    y: z.int(),
    ownerId: z.string().nullable(),
    data: gameObjectSchema,
  })
  .openapi('Entity')

const stateSchema = z
  .strictObject({
    zoneId: z.string(),
    tick: z.int(),
    at: timeSchema,
    entities: z.array(entitySchema),
    extras: gameObjectSchema,
    state: gameObjectSchema.optional().openapi({ description: 'The zone-wide state. Only with `full=true`.' }),
    seenCells: z
      .array(z.strictObject({ y: z.int(), left: z.int(), right: z.int() }))
      .optional()
      .openapi({
        description:
          'The cells that the player of `as` sees, in stretches of a row from `left` to `right`. Left out where the module does not say (`seesCell`), and for grids of more than `sightCellsMax` cells.',
      }),
  })
  .openapi('ZoneState')

type StateQuery = { readonly as?: string | undefined; readonly full?: boolean | undefined }

export function stateRoutes({ host }: RestDependencies): readonly Route[] {
  /** Members only; whoever asks is told first if there is no such zone. */
  async function requireMember(zoneId: string, playerId: string, hint = ''): Promise<void> {
    if (await host.isMember({ zoneId, playerId })) return
    if ((await host.describeZone(zoneId)) === undefined) throw noSuchZone()
    throw problem('not_a_member', `Only members of this zone may look.${hint}`)
  }

  /** Through whose eyes the state is read, once that is known to be allowed. */
  async function viewerOf(call: Call<StateQuery, unknown>, zoneId: string): Promise<{ as: string } | 'everything'> {
    const { as, full = false } = call.query
    if (as === undefined && !full) {
      const { playerId, role } = requireActor(call)
      await requireMember(zoneId, playerId, role === 'debug' ? ' Add ?full=true, or ?as= with a member.' : '')
      return { as: playerId }
    }
    requireDebug(call)
    if (as === undefined) return 'everything'
    if (full) throw problem('invalid', '`as` and `full` exclude each other.', { errors: exclusive })
    if ((await host.describeZone(zoneId)) === undefined) throw noSuchZone()
    if (!(await host.isMember({ zoneId, playerId: as })))
      throw problem('not_found', 'There is no such player in this zone.')
    return { as }
  }

  return [
    defineRoute({
      method: 'get',
      path: '/v1/zones/{zoneId}/state',
      who: 'member',
      tag: 'play',
      summary:
        'The zone as you see it now. The debug role may look as a member, or at everything, with the tick and time that were stored last.',
      query: z.strictObject({ as: playerIdSchema.optional(), full: flagParameter.optional() }),
      answers: { 200: { description: 'The view', schema: stateSchema } },
      codes: [...runningZoneCodes, 'not_a_member', 'too_large'],
      async handle(call) {
        requireActor(call)
        const zoneId = call.zoneId()
        const viewer = await viewerOf(call, zoneId)
        const as = viewer === 'everything' ? viewer : viewer.as
        // Who plays gets what frames tell, and no more.
        const cells = call.query.as === undefined ? {} : { withCells: true }
        const state = unwrap(await host.readState({ zoneId, as, ...cells }))
        return call.json(200, { ...state, at: toTime(state.at) })
      },
    }),
    defineRoute({
      method: 'post',
      path: '/v1/zones/{zoneId}/queries/{name}',
      who: 'member',
      tag: 'play',
      summary: 'Ask the module a question about the zone as it is now. The body is the input.',
      body: gameObjectSchema,
      answers: {
        200: { description: 'The answer', schema: z.strictObject({ tick: z.int(), result: gameValueSchema }) },
      },
      codes: [...runningZoneCodes, 'not_a_member', 'query_failed', 'too_large'],
      async handle(call) {
        const { playerId } = requireActor(call)
        const zoneId = call.zoneId()
        await requireMember(zoneId, playerId)
        const input = await call.body()
        const { tick, result } = unwrap(await host.query({ zoneId, playerId, name: call.param('name'), input }))
        return call.json(200, { tick, result })
      },
    }),
  ]
}

const exclusive = ['/as', '/full'].map((pointer) => ({ pointer, code: 'exclusive', message: 'Name only one of them.' }))
