import { isObject } from '../kernel/json-value.ts'
import { suggestName } from '../kernel/suggest.ts'
import { findFlaw, type SchemaUse } from './find-flaw.ts'
import { findIntentFlaw } from './find-intent-flaw.ts'
import { findMetricFlaw } from './find-metric-flaw.ts'
import { findQueryFlaw } from './find-query-flaw.ts'
import { flawsOfSchedules } from './find-turn-part-flaw.ts'
import { findUndescribable } from './find-undescribable.ts'
import { frameworkCodes } from './framework-codes.ts'
import { declarationOf } from './intent.ts'
import type { GameModule } from './module.ts'
import type { ObjectSchema, ViewSchemas } from './module-types.ts'
import { isSchema } from './walk-schema.ts'

/** Refuses what is no module: also what no compiler has seen, as an export of a file. Throws a TypeError. */
export function checkModule(module: GameModule): void {
  if (!isObject(module)) throw new TypeError('A module is what defineModule({…}) returns; this is none.')
  if (goodModules.has(module)) return
  const name = typeof module.name === 'string' ? module.name : '(no name)'
  for (const flaw of flawsOf(module)) throw new TypeError(`Module "${name}": ${flaw}`)
  if (Object.isFrozen(module)) goodModules.add(module)
}

/** What cannot change is looked at once: a test kit asks for each zone that it makes. */
const goodModules = new WeakSet<object>()

/** Only the first is sure to be one: what follows may build on what was wrong. */
function* flawsOf(module: GameModule): Generator<string> {
  yield* unknownParts(module)
  yield* flawsOfKind(module)
  yield* flawsOfHooks(module)
  yield* flawsOfSchedules(module)
  yield* missingParts(module)
  yield* flawsOfWords(module)
  yield* flawsOfView(module.view)
  yield* flawsOfSchemas(module)
}

const isPart: { readonly [Key in keyof Required<GameModule>]: true } = {
  ...{ name: true, version: true, stateVersion: true, description: true, config: true, publicConfig: true },
  ...{ entities: true, intents: true, state: true, extras: true, queries: true, redactions: true, view: true },
  ...{ metrics: true, events: true, refusals: true, orders: true, schedule: true, schedules: true },
  ...{ moduleMsMax: true },
  ...{ createZone: true, canJoin: true, onTick: true, getPlayerState: true, seesCell: true },
  ...{ checkOrders: true, defaultOrders: true, mustOrder: true, onTurn: true },
}

function* unknownParts(module: GameModule): Generator<string> {
  for (const key of Object.keys(module))
    if (!Object.hasOwn(isPart, key))
      yield `\`${key}\` is not a part of a module.${suggestName(key, Object.keys(isPart)) || ' Remove it.'}`
}

function* flawsOfKind({ name, version, stateVersion, config, publicConfig, ...module }: GameModule): Generator<string> {
  const { description = '' } = module
  if (typeof name !== 'string' || !/^[a-z][a-z0-9-]{0,63}$/.test(name))
    yield '`name` must be 1 to 64 of a-z, 0-9 and -, beginning with a letter.'
  if (typeof version !== 'string' || version === '') yield '`version` must be a string, for example "1.0.0".'
  if (typeof description !== 'string' || description.length > descriptionMax || !description.isWellFormed())
    yield `\`description\` must be a text of at most ${descriptionMax} characters, or left out.`
  if (!Number.isSafeInteger(stateVersion)) yield '`stateVersion` must be an integer, for example 1.'
  if (!isSchema(config)) yield '`config` must be a zod schema, for example z.strictObject({}).'
  const unknownKey = unknownKeyOf(config, publicConfig)
  if (unknownKey !== undefined)
    yield `\`publicConfig\` must be a list of keys of the config that players may know; ${unknownKey} is none.`
  if (!isSchema(module.state)) yield '`state` must be a zod schema.'
  if (!isSchema(module.extras)) yield '`extras` must be a zod schema.'
  const { moduleMsMax = 1_000 } = module
  if (!Number.isInteger(moduleMsMax) || moduleMsMax < 10 || moduleMsMax > 8_000)
    yield '`moduleMsMax` must be a whole number of 10 to 8,000 ms; leave it out for the limit of the server.'
}

/** What of a list is no key of an object's schema, as a message shows it; undefined: all are. */
function unknownKeyOf(schema: ObjectSchema, keys: unknown = []): string | undefined {
  if (!Array.isArray(keys)) return 'what it is'
  const shape = keys.length === 0 ? undefined : shapeOf(schema)
  const unknown = keys.find((key) => typeof key !== 'string' || (shape !== undefined && !Object.hasOwn(shape, key)))
  return unknown === undefined ? undefined : JSON.stringify(unknown)
}

/** Undefined: it is no object's, or cannot be read, which is found with all other schemas. */
function shapeOf(schema: ObjectSchema): object | undefined {
  try {
    return (schema as { readonly shape?: object }).shape
  } catch {
    return undefined
  }
}

const hooks = [
  ...(['createZone', 'onTick', 'canJoin', 'getPlayerState', 'seesCell'] as const),
  ...(['onTurn', 'checkOrders', 'defaultOrders', 'mustOrder'] as const),
]

function* flawsOfHooks(module: GameModule): Generator<string> {
  for (const hook of ['createZone', 'canJoin'] as const)
    if (typeof module[hook] !== 'function') yield `\`${hook}\` must be a function.`
  if (typeof module.getPlayerState !== 'function')
    yield '`getPlayerState` is missing. It decides what each player may see; there is no default that shows everything.'
  if (module.seesCell !== undefined && typeof module.seesCell !== 'function')
    yield '`seesCell` must be a function that answers whether a player sees a cell; leave it out if the game has no such sight.'
  for (const hook of hooks)
    if (module[hook]?.constructor.name === 'AsyncFunction')
      yield `\`${hook}\` must not be async: a tick is one synchronous, pure function. Time, chance and ids are handed in.`
}

/** A module that did not come out of defineModule lacks what that fills in. */
function* missingParts(module: GameModule): Generator<string> {
  for (const part of ['entities', 'intents', 'queries', 'redactions'] as const)
    if (!isObject(module[part]))
      yield `\`${part}\` must be an object with a key for each, or {}. Make the module with defineModule({…}), which fills in what may be left out.`
  for (const part of ['view', 'events', 'refusals'] as const)
    if (module[part] !== undefined && !isObject(module[part])) yield `\`${part}\` must be an object, or left out.`
}

/** It is shown with every list of the games. */
const descriptionMax = 2_000

/** What is no name for something that is sent or stored: texts of 1 to 64 characters are. */
function isName(name: string): boolean {
  return name !== '' && name.length <= 64 && name.isWellFormed() && !name.includes('\0')
}

const nameWords = 'is not a name: a name has 1 to 64 characters, no NUL and no half of a surrogate pair.'

function* flawsOfWords({ intents, queries, refusals, redactions, metrics }: GameModule): Generator<string> {
  for (const [type, intent] of Object.entries(intents)) {
    if (!/^[A-Za-z][A-Za-z0-9_.-]{0,63}$/.test(type)) yield `\`intents.${type}\` is not a name for an intent.`
    const flaw = findIntentFlaw(intent)
    if (flaw !== undefined) yield `\`intents.${type}${flaw}`
  }
  for (const query of Object.keys(queries).filter((name) => !isName(name)))
    yield `\`queries.${shown(query)}\` ${nameWords}`
  for (const [query, given] of Object.entries(queries)) {
    const flaw = findQueryFlaw(given)
    if (flaw !== undefined) yield `\`queries.${query}${flaw}`
  }
  for (const [code, words] of Object.entries(refusals ?? {})) {
    if (!/^[a-z][a-z0-9_]{0,63}$/.test(code) || typeof words !== 'string')
      yield `\`refusals.${code}\` must say in words when it is given; a code is a-z, 0-9 and _, beginning with a letter.`
    if (frameworkCodes.includes(code)) yield `\`refusals.${code}\` is a code of the framework; choose another word.`
  }
  for (const [label, redaction] of Object.entries(redactions))
    if (typeof redaction !== 'function') yield `\`redactions.${label}\` must be a function of the entity.`
  const metricFlaw = findMetricFlaw(metrics)
  if (metricFlaw !== undefined) yield metricFlaw
}

function* flawsOfView({ entities, ...view }: ViewSchemas = {}): Generator<string> {
  for (const key of Object.keys(view))
    if (key !== 'extras')
      yield `\`view.${key}\` is unknown; a view has \`extras\` and \`entities\`.${suggestName(key, ['extras', 'entities'])}`
  if (entities !== undefined && !isObject(entities))
    yield '`view.entities` must be an object: kind → schema of its data.'
}

function* flawsOfSchemas(module: GameModule): Generator<string> {
  for (const part of ['entities', 'events'] as const)
    for (const name of Object.keys(module[part] ?? {}).filter((name) => !isName(name)))
      yield `\`${part}.${shown(name)}\` ${nameWords}`
  for (const [kind, schema] of Object.entries(module.entities))
    if (!isSchema(schema)) yield `\`entities.${kind}\` must be a zod schema of the entity's data.`
  for (const [path, schema] of viewSchemasOf(module.view))
    if (!isSchema(schema)) yield `\`${path}\` must be a zod schema of what players are shown.`
  for (const [name, schema] of Object.entries(module.events ?? {}))
    if (!isSchema(schema)) yield `\`events.${name}\` must be a zod schema of the payload.`
  for (const [path, schema, use] of schemasOf(module)) {
    const flaw = findFlaw(schema, path, use) ?? (isDescribed(path) ? findUndescribable(schema, path) : undefined)
    if (flaw !== undefined) yield flaw
  }
  for (const [name, { output }] of Object.entries(module.queries)) {
    const path = `queries.${name}.output`
    const flaw = output && (findFlaw(output, path, 'answered') ?? findUndescribable(output, path))
    if (flaw !== undefined) yield flaw
  }
}

/** What is stored is the server's own; the rest stands in `/v1/modules` and in the docs. */
function isDescribed(path: string): boolean {
  return !/^(state$|extras$|entities\.)/.test(path)
}

function shown(name: string): string {
  return JSON.stringify(name.slice(0, 80)).slice(1, -1)
}

/** Every schema of a module, where it stands, and what it is for. */
function* schemasOf(module: GameModule): Generator<readonly [path: string, schema: ObjectSchema, use: SchemaUse]> {
  yield ['config', module.config, 'kept']
  for (const [kind, schema] of Object.entries(module.entities)) yield [`entities.${kind}.data`, schema, 'stored']
  yield ['state', module.state, 'stored']
  yield ['extras', module.extras, 'stored']
  for (const [type, intent] of Object.entries(module.intents)) {
    const { payload, details } = declarationOf(intent)
    yield [`intents.${type}`, payload, 'passing']
    if (details !== undefined) yield [`intents.${type}.details`, details, 'stored']
  }
  if (module.orders !== undefined) yield ['orders', module.orders, 'passing']
  for (const [name, { input }] of Object.entries(module.queries)) yield [`queries.${name}.input`, input, 'passing']
  for (const [path, schema] of viewSchemasOf(module.view)) yield [path, schema, 'stored']
  for (const [name, schema] of Object.entries(module.events ?? {})) yield [`events.${name}`, schema, 'stored']
}

/** What `view` declares, and where it stands. */
function viewSchemasOf({ extras, entities = {} }: ViewSchemas = {}): (readonly [path: string, schema: ObjectSchema])[] {
  const kinds = Object.entries(entities).map(([kind, schema]) => [`view.entities.${kind}`, schema] as const)
  return extras === undefined ? kinds : [['view.extras', extras], ...kinds]
}
