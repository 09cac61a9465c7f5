import { createHash, timingSafeEqual } from 'node:crypto'
import { z } from '@hono/zod-openapi'
import type { RestDependencies } from './dependencies.ts'
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
    zones: z.strictObject({
      open: z.int(),
      paused: z.int(),
      finished: z.int(),
      loaded: z.int(),
      active: z.int(),
    }),
    connections: z.int(),
    database: z.enum(['ok', 'slow', 'unavailable']),
    clockLeadMs: z.int().openapi({
      description:
        'How far the clock of the server is ahead of the wall clock, which was set back. Far ahead: degraded.',
    }),
    version: z.string(),
    uptimeSeconds: z.int(),
  })
  .openapi('Health')

const readySchema = z.strictObject({ status: statusSchema })
const retryLater = { 'retry-after': '1' }

export function healthRoutes(dependencies: RestDependencies): readonly Route[] {
  const { host, authenticator, clock, limits, metrics, metricsToken, connections, serverVersion } = dependencies
  const startedMs = clock.monotonic()

  function judge() {
    const engine = host.health()
    const isStuck = engine.sinceBeatMs > stuckMs
    const isDraining = engine.isDraining || dependencies.isDraining()
    const isDegraded = isStuck || engine.storage !== 'ok' || engine.clockLeadMs > limits.clockLeadMaxMs
    const status: z.infer<typeof statusSchema> = isDraining ? 'draining' : isDegraded ? 'degraded' : 'ok'
    return { engine, isStuck, status }
  }

  /** This machine, the metrics token, the debug role (OBS-1). */
  async function mayReadMetrics({ context }: Call<unknown, unknown>): Promise<boolean> {
    const token = /^Bearer +(\S+)$/i.exec(context.req.header('authorization') ?? '')?.[1]
    if (metricsToken !== undefined && token !== undefined && isSame(token, metricsToken)) return true
    if (isFromThisMachine(context, dependencies)) return true
    // Nobody is looked up for this path before it is served: whoever scrapes it has no account.
    return token !== undefined && (await authenticator.verifyToken(token))?.role === 'debug'
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
      handle(call) {
        const { engine, isStuck, status } = judge()
        const { open, paused, finished } = engine.zonesByStatus
        const health: z.infer<typeof healthSchema> = {
          status,
          lagMs: engine.lagMs,
          zones: { open, paused, finished, loaded: engine.loadedZones, active: engine.activeZones },
          connections: connections(),
          database: engine.storage,
          clockLeadMs: engine.clockLeadMs,
          version: serverVersion,
          uptimeSeconds: Math.floor((clock.monotonic() - startedMs) / 1_000),
        }
        return isStuck || status === 'draining' ? call.json(503, health, retryLater) : call.json(200, health)
      },
    }),
    defineRoute({
      method: 'get',
      path: '/ready',
      who: 'anyone',
      tag: 'server',
      summary: 'Whether the server should be sent players: 503 unless all is well.',
      answers: {
        200: { description: 'Yes', schema: readySchema },
        503: { description: 'Not now', schema: readySchema },
      },
      handle(call) {
        const { status } = judge()
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
          throw problem('forbidden', 'Metrics are told to this machine, to the metrics token, and to the debug role.')
        const { text, contentType } = await metrics.render()
        return call.context.body(text, 200, { 'content-type': contentType })
      },
    }),
  ]
}

/** In constant time. */
function isSame(one: string, other: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(one), digest(other))
}
