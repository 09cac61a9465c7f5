import { given } from '@gridtick/protocol/codes'
import type { GameModule } from 'gridtick'
import { declarationOf } from 'gridtick/internal'
import { z } from 'zod'
import { thrownText } from '../kernel/thrown-text.ts'
import type { Logger } from '../ports/logger.ts'
import type { JsonSchema, ModuleDescription, ViewDescription } from '../ports/zone-answers.ts'

/** Schemas take a while to write out, and a module never changes. */
const described = new WeakMap<GameModule, ModuleDescription>()

/**
 * What a module says and takes. A schema that cannot be written out is left open there, and the log says so once: the rest
 * of the module, and the other ones, are described nevertheless.
 */
export function describeModule(module: GameModule, logger: Logger): ModuleDescription {
  const known = described.get(module)
  if (known !== undefined) return known
  const description = describe(module, (part, error) =>
    logger.error(
      { module: module.name, part },
      `module ${module.name}: the schema ${part} cannot be described, and stands open in /v1/modules and the docs: ${thrownText(error)}`,
    ),
  )
  described.set(module, description)
  return description
}

type Write = (part: string, schema: z.ZodType, io?: 'input' | 'output') => JsonSchema

function describe(module: GameModule, onFailed: (part: string, error: unknown) => void): ModuleDescription {
  const { name, version, description, config, intents, queries, view, events, refusals } = module
  const write: Write = (part, schema, io) => {
    try {
      return toJsonSchema(schema, io)
    } catch (error) {
      onFailed(part, error)
      return {}
    }
  }
  return {
    name,
    version,
    ...given({ description }),
    config: write('config', config),
    intents: mapValues(intents, (intent, type) => {
      const { payload, details, rate, debugOnly = false } = declarationOf(intent)
      return {
        payload: write(`intents.${type}`, payload),
        isDebugOnly: debugOnly,
        ...(details === undefined ? {} : { details: write(`intents.${type}.details`, details, 'output') }),
        ...(rate === undefined ? {} : { rate: { ...rate } }),
      }
    }),
    queries: mapValues(queries, ({ input }, query) => write(`queries.${query}.input`, input)),
    answers: mapValues(declaredOutputs(queries), (schema, query) => write(`queries.${query}.output`, schema, 'output')),
    ...(view === undefined ? {} : { view: describeView(view, write) }),
    ...(events === undefined
      ? {}
      : { events: mapValues(events, (schema, event) => write(`events.${event}`, schema, 'output')) }),
    ...(refusals === undefined ? {} : { refusals: { ...refusals } }),
  }
}

function declaredOutputs(queries: GameModule['queries']): Record<string, z.ZodType> {
  return Object.fromEntries(
    Object.entries(queries).flatMap(([name, { output }]) => (output === undefined ? [] : [[name, output]])),
  )
}

function describeView({ extras, entities }: NonNullable<GameModule['view']>, write: Write): ViewDescription {
  return {
    ...(extras === undefined ? {} : { extras: write('view.extras', extras, 'output') }),
    ...(entities === undefined
      ? {}
      : { entities: mapValues(entities, (schema, kind) => write(`view.entities.${kind}`, schema, 'output')) }),
  }
}

/**
 * What a client may send: the input side; what it is sent: the output side. What JSON Schema cannot say
 * (a refinement, a date) is left open. Written and read, as the library leaves functions in what it makes.
 */
function toJsonSchema(schema: z.ZodType, io: 'input' | 'output' = 'input'): JsonSchema {
  return JSON.parse(JSON.stringify(z.toJSONSchema(schema, { io, unrepresentable: 'any' })))
}

function mapValues<From, To>(
  record: Readonly<Record<string, From>>,
  map: (value: From, key: string) => To,
): Record<string, To> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value, key)]))
}
