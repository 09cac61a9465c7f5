import type { ReadZones } from '@gridtick/engine/ports'
import { given } from '@gridtick/protocol/codes'
import { z } from '@hono/zod-openapi'
import type { RestDependencies } from './dependencies.ts'
import type { DevelopmentReport } from './development.ts'
import { problem } from './problem.ts'
import { type Call, defineRoute, type Route } from './route.ts'
import { timeSchema, toTime } from './schemas.ts'
import { isFromThisMachine } from './this-machine.ts'

/** Of zones beyond these nothing is told; who develops has a few. */
const zonesMax = 500
const pageLength = 100

const developmentSchema = z
  .strictObject({
    startedAt: timeSchema,
    pageVersion: z.string().nullable().openapi({ description: 'Another one when the page or a screen was saved.' }),
    modules: z.array(z.strictObject({ entry: z.string(), message: z.string() })),
    zones: z
      .array(z.strictObject({ zoneId: z.string(), name: z.string(), module: z.string(), message: z.string() }))
      .openapi({ description: 'Zones that do not run, or not now.' }),
    faults: z
      .array(z.strictObject({ at: timeSchema, zoneId: z.string(), module: z.string(), message: z.string() }))
      .openapi({ description: 'What modules did wrong since the start, the latest last.' }),
  })
  .openapi('Development')

type DevelopmentAnswer = z.infer<typeof developmentSchema>

/** There only while modules are written (`npm run dev`): what is wrong with them, in words for who writes them. */
export function devRoutes(dependencies: RestDependencies, development: DevelopmentReport): readonly Route[] {
  const { host, clock } = dependencies
  const startedAt = toTime(clock.now())

  /**
   * Texts of errors are for the debug role (FAIL-8). Here, whoever sits at this machine counts as that: it is where the
   * modules are written. Pages of strangers are kept out by the guard, as everywhere.
   */
  const mayRead = ({ context, actor }: Call<unknown, unknown>) =>
    isFromThisMachine(context, dependencies) || actor?.role === 'debug'

  return [
    defineRoute({
      method: 'get',
      path: '/v1/dev',
      who: 'loopback',
      tag: 'server',
      summary: 'What is wrong with the modules. Only under development; from this machine, or for the debug role.',
      answers: { 200: { description: 'What is wrong', schema: developmentSchema } },
      async handle(call) {
        if (!mayRead(call)) throw problem('forbidden', 'Only this machine and the debug role may read this.')
        const answer: DevelopmentAnswer = {
          startedAt,
          pageVersion: (await development.pageVersion?.()) ?? null,
          modules: development.brokenModules.map(({ entry, message }) => ({ entry, message })),
          zones: await failingZones(host),
          faults: development.faults().map((fault) => ({ ...fault, at: toTime(fault.at) })),
        }
        return call.json(200, answer)
      },
    }),
  ]
}

/** Zones that failed and are tried again, those that were paused for it, and those that cannot run at all. */
async function failingZones(host: ReadZones): Promise<DevelopmentAnswer['zones']> {
  const failing: DevelopmentAnswer['zones'] = []
  let cursor: string | undefined
  for (let seen = 0; seen < zonesMax; seen += pageLength) {
    const page = await host.listZones({ limit: pageLength, ...given({ cursor }) })
    for (const { id, name, module, status, error } of page.zones)
      if (error !== null && status !== 'finished') failing.push({ zoneId: id, name, module, message: error })
    if (page.nextCursor === null) break
    cursor = page.nextCursor
  }
  return failing
}
