import type { Actor, IntentRequest, IntentSettled } from '@gridtick/engine/ports'
import { seqSchema } from '@gridtick/protocol'
import { given, type Refused, settledIntent } from '@gridtick/protocol/codes'
import { z } from '@hono/zod-openapi'
import type { RestDependencies } from './dependencies.ts'
import { ProblemError, problem } from './problem.ts'
import { type Call, defineRoute, noSuchZone, type Route, requireActor, requireDebug } from './route.ts'
import { flagParameter, gameObjectSchema, gameValueSchema, playerIdSchema, runningZoneCodes } from './schemas.ts'

const intentSchema = z.strictObject({ type: z.string().min(1).max(64), payload: gameObjectSchema })

/** The fields of `intent_result`, as far as a settled intent can have them. */
const settledSchema = z
  .strictObject({
    zoneId: z.string(),
    intentId: z.string().optional(),
    seq: z.int().optional(),
    outcome: z.enum(['applied', 'refused']),
    tick: z.int().optional(),
    code: z.string().optional(),
    message: z.string().optional(),
    details: gameValueSchema.optional(),
    retryable: z.boolean().optional(),
    duplicate: z.literal(true).optional(),
  })
  .openapi('IntentResult')

const answers = {
  200: { description: 'With `wait=true`: what became of it', schema: settledSchema },
  202: { description: 'It is queued', schema: z.strictObject({ intentId: z.string() }) },
}
const query = z.strictObject({ wait: flagParameter.optional() })
const codes = [
  ...runningZoneCodes,
  'unknown_intent',
  'intent_failed',
  'queue_full',
  'zone_paused',
  'zone_finished',
  'zone_deleted',
  'stale_seq',
  'seq_too_old',
  'shutting_down',
  'overloaded',
  'zone_unreachable',
] as const

/** Whoever may act in a zone is known to the zone alone (a join may be queued before the intent): it decides. */
export function intentRoutes({ host, settlements, metrics }: RestDependencies): readonly Route[] {
  metrics.addGauge({
    name: 'gridtick_intent_waiters',
    help: 'Requests that wait for an intent to settle',
    read: () => settlements.waiting,
  })

  /** Sends an intent, and waits for what becomes of it where that was asked for. */
  async function submit(call: Call<z.output<typeof query>, unknown>, intent: IntentRequest): Promise<Response> {
    const settlement = call.query.wait === true ? settlements.open() : undefined
    try {
      const operation = settlement === undefined ? {} : { operation: settlement.operation }
      const receipt = await host.submitIntent({ ...intent, ...operation })
      if (!receipt.accepted) throw new ProblemError(pointIntoBody(receipt.refused))
      const settled = await settlement?.result()
      if (settled === 'lost') throw problem('zone_unreachable', 'The zones ended before the intent was settled.')
      return settled === undefined
        ? call.json(202, { intentId: receipt.intentId })
        : call.json(200, toSettledAnswer(intent.zoneId, settled))
    } finally {
      settlement?.close()
    }
  }

  return [
    defineRoute({
      method: 'post',
      path: '/v1/zones/{zoneId}/intents',
      who: 'member',
      tag: 'play',
      summary: 'Ask for something in a zone. The result goes to the socket too, where there is one.',
      query,
      body: intentSchema.extend({ seq: seqSchema.optional() }),
      answers,
      codes: [...codes, 'not_a_member'],
      async handle(call) {
        const { playerId, displayName, role } = requireActor(call)
        const zoneId = call.zoneId()
        const { type, payload, seq } = await call.body()
        const player: Actor = { playerId, displayName, role }
        return submit(call, { zoneId, player, type, payload, ...given({ seq }) })
      },
    }),
    defineRoute({
      method: 'post',
      path: '/v1/zones/{zoneId}/debug-intents',
      who: 'debug',
      tag: 'play',
      summary: 'Ask for something with the role debug, in the name of a member where `as` says so.',
      query,
      body: intentSchema.extend({ as: playerIdSchema.optional() }),
      answers,
      codes,
      async handle(call) {
        const { playerId, displayName, role } = requireDebug(call)
        const zoneId = call.zoneId()
        const { type, payload, as } = await call.body()
        if (as !== undefined) {
          if ((await host.describeZone(zoneId)) === undefined) throw noSuchZone()
          if (!(await host.isMember({ zoneId, playerId: as })))
            throw problem('not_found', 'There is no such player in this zone.')
        }
        const player = as === undefined ? { playerId, displayName, role } : { playerId: as, displayName: as, role }
        return submit(call, { zoneId, player, isDebug: true, type, payload })
      },
    }),
  ]
}

/** The zone knows the payload alone; here it is a part of the body. */
function pointIntoBody(refused: Refused): Refused {
  const errors = refused.errors?.map((error) => ({ ...error, pointer: `/payload${error.pointer}` }))
  return errors === undefined ? refused : { ...refused, errors }
}

function toSettledAnswer(zoneId: string, settled: IntentSettled): z.infer<typeof settledSchema> {
  const { type: _, ...answer } = settledIntent(zoneId, settled)
  return answer
}
