import type { ModuleDescription } from '@gridtick/engine/ports'
import { given } from '@gridtick/protocol/codes'
import { z } from '@hono/zod-openapi'
import type { RestDependencies } from './dependencies.ts'
import { createKnownModules } from './known-modules.ts'
import { defineRoute, type Route } from './route.ts'

const jsonSchemaSchema = z.record(z.string(), z.unknown()).openapi({ description: 'A JSON Schema' })

const moduleSchema = z
  .strictObject({
    name: z.string(),
    version: z.string(),
    description: z.string().optional(),
    configSchema: jsonSchemaSchema,
    intentSchemas: z.record(z.string(), jsonSchemaSchema).openapi({
      description:
        'Of the payload of each intent. `x-debugOnly`: only the debug role may send it. `x-rate`: how often a player may, ' +
        '`burst` times at once and then `perSecond`; beyond it `rate_limited`.',
    }),
    detailSchemas: z
      .record(z.string(), jsonSchemaSchema)
      .openapi({ description: 'Of the `details` of the result of each intent, where the module declares them.' }),
    querySchemas: z.record(z.string(), jsonSchemaSchema),
    answerSchemas: z
      .record(z.string(), jsonSchemaSchema)
      .openapi({ description: 'Of the answer to each query, where the module declares it.' }),
    viewSchemas: z
      .strictObject({
        extras: jsonSchemaSchema.optional(),
        entities: z.record(z.string(), jsonSchemaSchema).optional(),
      })
      .optional()
      .openapi({
        description:
          'Of the extras of a view, and by kind of the data of its entities, where the module declares them.',
      }),
    eventSchemas: z
      .record(z.string(), jsonSchemaSchema)
      .optional()
      .openapi({ description: 'Of the payload of each event, where the module declares them.' }),
    refusals: z
      .record(z.string(), z.string())
      .optional()
      .openapi({ description: 'When each code is given, where the module declares them.' }),
  })
  .openapi('Module')

type ModuleAnswer = z.infer<typeof moduleSchema>

export function moduleRoutes(dependencies: RestDependencies): readonly Route[] {
  const listModules = createKnownModules(dependencies)
  return [
    defineRoute({
      method: 'get',
      path: '/v1/modules',
      who: 'anyone',
      tag: 'zones',
      summary: 'The games that this server can run, with JSON Schemas of what they take.',
      answers: { 200: { description: 'The modules', schema: z.strictObject({ modules: z.array(moduleSchema) }) } },
      async handle(call) {
        const modules = await listModules()
        return call.json(200, { modules: modules.map(toAnswer) })
      },
    }),
  ]
}

function toAnswer({
  name,
  version,
  description,
  config,
  intents,
  queries,
  answers,
  view,
  events,
  refusals,
}: ModuleDescription): ModuleAnswer {
  return {
    name,
    version,
    ...given({ description }),
    configSchema: config,
    intentSchemas: Object.fromEntries(
      Object.entries(intents).map(([type, { payload, isDebugOnly, rate }]) => [
        type,
        {
          ...payload,
          ...(isDebugOnly ? { 'x-debugOnly': true } : {}),
          ...(rate === undefined ? {} : { 'x-rate': rate }),
        },
      ]),
    ),
    detailSchemas: detailsOf(intents),
    querySchemas: queries,
    answerSchemas: answers,
    ...given({ viewSchemas: view, eventSchemas: events, refusals }),
  }
}

function detailsOf(intents: ModuleDescription['intents']): ModuleAnswer['detailSchemas'] {
  return Object.fromEntries(
    Object.entries(intents).flatMap(([type, { details }]) => (details === undefined ? [] : [[type, details]])),
  )
}
