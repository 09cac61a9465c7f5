import type { ModuleDescription } from '@gridtick/engine/ports'

type Schema = Readonly<Record<string, unknown>>

/**
 * What each module says and takes, as schemas of the document: `hello-grid.events` is what stands in `events` of its frames,
 * `….extras` what stands in `extras`, `….entities` has the data of its entities by kind, `….answers` the results of queries by
 * name, `….refusals` the codes, `….details` those of results of intents by type, `….intents` and `….queries` payloads and inputs by name. What a module does not declare is not
 * there.
 */
export function moduleSchemas(modules: readonly ModuleDescription[]): Readonly<Record<string, Schema>> {
  return Object.fromEntries(
    modules.flatMap((module) =>
      Object.entries(partsOf(module)).map(([part, schema]) => [`${module.name}.${part}`, schema]),
    ),
  )
}

function partsOf(module: ModuleDescription): Readonly<Record<string, Schema>> {
  const { name, intents, queries, answers, view = {}, events, refusals } = module
  const payloads = Object.fromEntries(Object.entries(intents).map(([type, { payload }]) => [type, payload]))
  const told = Object.entries(intents).flatMap(([type, { details }]) =>
    details === undefined ? [] : [[type, details]],
  )
  const at = (part: string) => `#/components/schemas/${name}.${part}`
  return {
    intents: byName(at('intents'), `Payloads of intents of ${name}, by type.`, payloads),
    details: byName(at('details'), `Details of results of intents of ${name}, by type.`, Object.fromEntries(told)),
    queries: byName(at('queries'), `Inputs of queries of ${name}, by name.`, queries),
    answers: byName(at('answers'), `Results of queries of ${name}, by name.`, answers),
    ...(view.extras === undefined ? {} : { extras: placed(view.extras, at('extras')) }),
    ...(view.entities === undefined
      ? {}
      : { entities: byName(at('entities'), `Data of entities of ${name} as players see it, by kind.`, view.entities) }),
    ...(events === undefined ? {} : { events: eventUnion(at('events'), events) }),
    ...(refusals === undefined ? {} : { refusals: codeUnion(refusals) }),
  }
}

function byName(place: string, description: string, schemas: Readonly<Record<string, Schema>>): Schema {
  const entries = Object.entries(schemas)
  return {
    description,
    type: 'object',
    properties: Object.fromEntries(
      entries.map(([name, schema]) => [name, placed(schema, `${place}/properties/${pointed(name)}`)]),
    ),
  }
}

function eventUnion(place: string, events: Readonly<Record<string, Schema>>): Schema {
  const options = Object.entries(events).map(([event, payload], index) => ({
    type: 'object',
    properties: { event: { const: event }, payload: placed(payload, `${place}/oneOf/${index}/properties/payload`) },
    required: ['event', 'payload'],
    additionalProperties: false,
  }))
  return options.length === 0 ? { not: {} } : { oneOf: options }
}

function codeUnion(refusals: Readonly<Record<string, string>>): Schema {
  const options = Object.entries(refusals).map(([code, description]) => ({ const: code, description }))
  return options.length === 0 ? { not: {} } : { type: 'string', oneOf: options }
}

/** A schema that stood by itself, at its place in the document: what it says of its own parts leads there. */
function placed(schema: Schema, place: string): Schema {
  const { $schema: _, ...rest } = schema
  return JSON.parse(JSON.stringify(rest), (key, value) =>
    key === '$ref' && typeof value === 'string' && value.startsWith('#') ? `${place}${value.slice(1)}` : value,
  )
}

function pointed(name: string): string {
  return encodeURIComponent(name.replaceAll('~', '~0').replaceAll('/', '~1'))
}
