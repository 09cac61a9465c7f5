import { given } from '@gridtick/protocol/codes'
import type { GameModule } from 'gridtick'
import { declarationOf } from 'gridtick/internal'
import { z } from 'zod'
import type { JsonSchema, ModuleDescription, ViewDescription } from '../ports/zone-answers.ts'

/** Schemas take a while to write out, and a module never changes. */
const described = new WeakMap<GameModule, ModuleDescription>()

export function describeModule(module: GameModule): ModuleDescription {
  const known = described.get(module)
  if (known !== undefined) return known
  const description = describe(module)
  described.set(module, description)
  return description
}

function describe({
  name,
  version,
  description,
  config,
  intents,
  queries,
  view,
  events,
  refusals,
}: GameModule): ModuleDescription {
  return {
    name,
    version,
    ...given({ description }),
    config: toJsonSchema(config),
    intents: mapValues(intents, (intent) => {
      const { payload, details, rate, debugOnly = false } = declarationOf(intent)
      return {
        payload: toJsonSchema(payload),
        isDebugOnly: debugOnly,
        ...(details === undefined ? {} : { details: toJsonSchema(details, 'output') }),
        ...(rate === undefined ? {} : { rate: { ...rate } }),
      }
    }),
    queries: mapValues(queries, ({ input }) => toJsonSchema(input)),
    answers: mapValues(declaredOutputs(queries), (schema) => toJsonSchema(schema, 'output')),
    ...(view === undefined ? {} : { view: describeView(view) }),
    ...(events === undefined ? {} : { events: mapValues(events, (schema) => toJsonSchema(schema, 'output')) }),
    ...(refusals === undefined ? {} : { refusals: { ...refusals } }),
  }
}

function declaredOutputs(queries: GameModule['queries']): Record<string, z.ZodType> {
  return Object.fromEntries(
    Object.entries(queries).flatMap(([name, { output }]) => (output === undefined ? [] : [[name, output]])),
  )
}

function describeView({ extras, entities }: NonNullable<GameModule['view']>): ViewDescription {
  const shown = (schema: z.ZodType) => toJsonSchema(schema, 'output')
  return {
    ...(extras === undefined ? {} : { extras: shown(extras) }),
    ...(entities === undefined ? {} : { entities: mapValues(entities, shown) }),
  }
}

/**
 * What a client may send: the input side; what it is sent: the output side. What JSON Schema cannot say
 * (a refinement, a date) is left open. Written and read, as the library leaves functions in what it makes.
 */
function toJsonSchema(schema: z.ZodType, io: 'input' | 'output' = 'input'): JsonSchema {
  return JSON.parse(JSON.stringify(z.toJSONSchema(schema, { io, unrepresentable: 'any' })))
}

function mapValues<From, To>(record: Readonly<Record<string, From>>, map: (value: From) => To): Record<string, To> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]))
}
