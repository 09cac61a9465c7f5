import { createHash, timingSafeEqual } from 'node:crypto'
import type { EngineHealth } from '@gridtick/engine/ports'
import { z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import type { RestDependencies, RestEnv } from './dependencies.ts'
import { problem } from './problem.ts'
import { type Call, defineRoute, type Route } from './route.ts'
import { isFromThisMachine } from './this-machine.ts'

/** Without a beat for this long, the loop that runs the zones counts as stuck. */
const stuckMs = 5_000

const statusSchema = z.enum(['ok', 'degraded', 'draining'])

const healthSchema = z
  .strictObject({
    status: statusSchema,
    lagMs: z.number(),
    zones: z
      .strictObject({
        open: z.int(),
        paused: z.int(),
        finished: z.int(),
        loaded: z.int().optional(),
        active: z.int().optional(),
      })
      .openapi({
        description:
          'All stored zones by status. How many are in memory, and how many step, is for the debug role and programs on ' +
          'this machine: on a quiet server it would reveal a hidden act.',
      }),
    connections: z.int(),
    database: z.enum(['ok', 'slow', 'unavailable']),
    clockLeadMs: z.int().openapi({
      description:
        'How far the clock of the server is ahead of the wall clock, which was set back. Far ahead: degraded.',
    }),
    version: z.string(),
    uptimeSeconds: z.int(),
    failing: z
      .array(z.strictObject({ module: z.string(), type: z.string(), count: z.int() }))
      .optional()
      .openapi({
        description:
          'On which types of inputs modules failed most often in the last five minutes. For the debug role and programs ' +
          'on this machine, where there are any.',
      }),
    unknownProxies: z.array(z.string()).optional().openapi({
      description:
        'Addresses that pass on requests of others and that TRUSTED_PROXIES does not name: all players who come through one count as one address. For the debug role and programs on this machine, if there are any.',
    }),
  })
  .openapi('Health')

type Health = z.infer<typeof healthSchema>

const readySchema = z.strictObject({ status: statusSchema })
const retryLater = { 'retry-after': '1' }

export function healthRoutes(dependencies: RestDependencies): readonly Route[] {
  const { host, authenticator, clock, limits, metrics, metricsToken, connections, serverVersion, unknownProxies } =
    dependencies
  const startedMs = clock.monotonic()

  async function judge() {
    const engine = await host.health()
    const isStuck = engine.sinceBeatMs > stuckMs
    const isDraining = engine.isDraining || dependencies.isDraining()
    const isDegraded = isStuck || engine.storage !== 'ok' || engine.clockLeadMs > limits.clockLeadMaxMs
    const status: z.infer<typeof statusSchema> = isDraining ? 'draining' : isDegraded ? 'degraded' : 'ok'
    return { engine, isStuck, status }
  }

  /** This machine, or the debug role. Nobody is looked up for these paths before they are served: probes have no account. */
  async function isOperator({ context }: Call<unknown, unknown>): Promise<boolean> {
    if (isFromThisMachine(context, dependencies)) return true
    const token = tokenOf(context)
    return token !== undefined && (await authenticator.verifyToken(token))?.role === 'debug'
  }

  /** The operator, and the metrics token (OBS-1). */
  async function mayReadMetrics(call: Call<unknown, unknown>): Promise<boolean> {
    const token = tokenOf(call.context)
    if (metricsToken !== undefined && token !== undefined && isSame(token, metricsToken)) return true
    return await isOperator(call)
  }

  /**
   * What only the operator may know: that somebody sent an intent, of whatever type, can be hidden from others, and a zone
   * that is loaded for it tells.
   */
  async function notesFor(
    call: Call<unknown, unknown>,
    { failing, zonesByStatus, loadedZones, activeZones }: EngineHealth,
  ): Promise<Pick<Health, 'unknownProxies' | 'failing' | 'zones'>> {
    const { open, paused, finished } = zonesByStatus
    if (!(await isOperator(call))) return { zones: { open, paused, finished } }
    const proxies = unknownProxies.list()
    return {
      zones: { open, paused, finished, loaded: loadedZones, active: activeZones },
      ...(proxies.length === 0 ? {} : { unknownProxies: [...proxies] }),
      ...(failing.length === 0 ? {} : { failing: [...failing] }),
    }
  }

  return [
    defineRoute({
      method: 'get',
      path: '/health',
      who: 'anyone',
      tag: 'server',
      summary:
        'How the server is. 503 when it stops or its loop is stuck, so that it should be replaced; without its ' +
        'database, or with a clock far ahead, it is degraded, recovers by itself, and says 200.',
      answers: {
        200: { description: 'It lives', schema: healthSchema },
        503: { description: 'It stops, or its loop is stuck', schema: healthSchema },
      },
      async handle(call) {
        const { engine, isStuck, status } = await judge()
        const health: Health = {
          status,
          lagMs: engine.lagMs,
          connections: connections(),
          database: engine.storage,
          clockLeadMs: engine.clockLeadMs,
          version: serverVersion,
          uptimeSeconds: Math.floor((clock.monotonic() - startedMs) / 1_000),
          ...(await notesFor(call, engine)),
        }
        return isStuck || status === 'draining' ? call.json(503, health, retryLater) : call.json(200, health)
      },
    }),
    defineRoute({
      method: 'get',
      path: '/ready',
      who: 'anyone',
      tag: 'server',
      summary: 'Whether a load balancer should send players here: 503 unless all is well.',
      answers: {
        200: { description: 'Yes', schema: readySchema },
        503: { description: 'Not now', schema: readySchema },
      },
      async handle(call) {
        const { status } = await judge()
        return status === 'ok' ? call.json(200, { status }) : call.json(503, { status }, retryLater)
      },
    }),
    defineRoute({
      method: 'get',
      path: '/metrics',
      who: 'loopback',
      tag: 'server',
      summary: 'Figures for Prometheus. From this machine, with the metrics token, or for the debug role.',
      answers: { 200: { description: 'The figures', mediaType: 'text/plain' } },
      async handle(call) {
        if (!(await mayReadMetrics(call)))
          throw problem('forbidden', 'Only this machine, the metrics token and the debug role may read metrics.')
        const { text, contentType } = await metrics.render()
        return call.context.body(text, 200, { 'content-type': contentType })
      },
    }),
  ]
}

function tokenOf({ req }: Context<RestEnv>): string | undefined {
  return /^Bearer +(\S+)$/i.exec(req.header('authorization') ?? '')?.[1]
}

/** In constant time. */
function isSame(one: string, other: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(one), digest(other))
}
