import { z } from '@hono/zod-openapi'
import type { GameModule } from 'gridtick'
import { declarationOf } from 'gridtick/internal'
import type { RestDependencies } from './dependencies.ts'
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
    querySchemas: z.record(z.string(), jsonSchemaSchema),
  })
  .openapi('Module')

type ModuleAnswer = z.infer<typeof moduleSchema>

export function moduleRoutes({ host }: RestDependencies): readonly Route[] {
  /** Schemas take a while to write out, and a module never changes. */
  const described = new WeakMap<GameModule, ModuleAnswer>()

  return [
    defineRoute({
      method: 'get',
      path: '/v1/modules',
      who: 'anyone',
      tag: 'zones',
      summary: 'The games that this server can run, with JSON Schemas of what they take.',
      answers: { 200: { description: 'The modules', schema: z.strictObject({ modules: z.array(moduleSchema) }) } },
      handle(call) {
        const modules = host.listModules().map((module) => {
          const answer = described.get(module) ?? describe(module)
          described.set(module, answer)
          return answer
        })
        return call.json(200, { modules })
      },
    }),
  ]
}

function describe(module: GameModule): ModuleAnswer {
  return {
    name: module.name,
    version: module.version,
    ...(module.description === undefined ? {} : { description: module.description }),
    configSchema: toJsonSchema(module.config),
    intentSchemas: mapValues(module.intents, (intent) => {
      const { payload, rate, debugOnly } = declarationOf(intent)
      return {
        ...toJsonSchema(payload),
        ...(debugOnly ? { 'x-debugOnly': true } : {}),
        ...(rate === undefined ? {} : { 'x-rate': { ...rate } }),
      }
    }),
    querySchemas: mapValues(module.queries, ({ input }) => toJsonSchema(input)),
  }
}

/** What a client may send: the input side. What JSON Schema cannot say (a refinement, a date) is left open. */
function toJsonSchema(schema: z.ZodType): Record<string, unknown> {
  return z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })
}

function mapValues<From, To>(record: Readonly<Record<string, From>>, map: (value: From) => To): Record<string, To> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]))
}
