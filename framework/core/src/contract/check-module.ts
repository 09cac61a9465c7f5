import { z } from 'zod'
import { findFlaw, type SchemaUse } from './find-flaw.ts'
import { findMetricFlaw } from './find-metric-flaw.ts'
import { declarationOf } from './intent.ts'
import type { GameModule } from './module.ts'
import type { ObjectSchema, ViewSchemas } from './module-types.ts'
import { isSchedule, scheduleWords } from './schedule.ts'

/** Refuses what is no module: also used on what a file exports, which no compiler may have seen. */
export function checkModule(module: GameModule): void {
  const name = typeof module.name === 'string' ? module.name : '(no name)'
  const must = (condition: boolean, what: string) => {
    if (!condition) throw new TypeError(`Module "${name}": ${what}`)
  }
  must(/^[a-z][a-z0-9-]{0,63}$/.test(name), '`name` must be 1 to 64 of a-z, 0-9 and -, beginning with a letter.')
  must(typeof module.version === 'string' && module.version !== '', '`version` must be a string, as "1.0.0".')
  must(Number.isSafeInteger(module.stateVersion), '`stateVersion` must be an integer, as 1.')
  must(isSchema(module.config), '`config` must be a zod schema, as z.strictObject({}).')
  const unknownKey = unknownKeyOf(module.config, module.publicConfig)
  must(
    unknownKey === undefined,
    `\`publicConfig\` must be a list of keys of the config that players may know; ${unknownKey} is none.`,
  )
  must(isSchema(module.state), '`state` must be a zod schema.')
  must(isSchema(module.extras), '`extras` must be a zod schema.')
  for (const hook of ['createZone', 'onTick', 'canJoin'] as const)
    must(typeof module[hook] === 'function', `\`${hook}\` must be a function.`)
  must(
    typeof module.getPlayerState === 'function',
    '`getPlayerState` is missing. It decides what each player may see; there is no default that shows everything.',
  )
  must(
    module.seesCell === undefined || typeof module.seesCell === 'function',
    '`seesCell` must be a function that answers whether a player sees a cell; leave it out if the game has no such sight.',
  )
  for (const hook of ['createZone', 'onTick', 'canJoin', 'getPlayerState', 'seesCell'] as const)
    must(
      module[hook]?.constructor.name !== 'AsyncFunction',
      `\`${hook}\` must not be async: a tick is one synchronous, pure function. Time, chance and ids are handed in.`,
    )
  must(isSchedule(module.schedule), `\`schedule\` must be ${scheduleWords}.`)
  const { moduleMsMax = 1_000 } = module
  must(
    Number.isInteger(moduleMsMax) && moduleMsMax >= 10 && moduleMsMax <= 8_000,
    '`moduleMsMax` must be a whole number of 10 to 8,000 ms; leave it out for the limit of the server.',
  )
  for (const [kind, schema] of Object.entries(module.entities ?? {}))
    must(isSchema(schema), `\`entities.${kind}\` must be a zod schema of the entity's data.`)
  for (const [type, intent] of Object.entries(module.intents ?? {})) {
    must(/^[A-Za-z][A-Za-z0-9_.-]{0,63}$/.test(type), `\`intents.${type}\` is no name for an intent.`)
    const flaw = findIntentFlaw(intent)
    must(flaw === undefined, `\`intents.${type}${flaw}`)
  }
  for (const [query, { input, output, answer }] of Object.entries(module.queries))
    must(
      isSchema(input) && (output === undefined || isSchema(output)) && typeof answer === 'function',
      `\`queries.${query}\` must be { input: schema, output: schema, answer() }.`,
    )
  for (const key of Object.keys(module.view ?? {}))
    must(key === 'extras' || key === 'entities', `\`view.${key}\` is unknown; a view has \`extras\` and \`entities\`.`)
  for (const [path, schema] of viewSchemasOf(module.view))
    must(isSchema(schema), `\`${path}\` must be a zod schema of what players are shown.`)
  for (const [name, schema] of Object.entries(module.events ?? {}))
    must(isSchema(schema) && name.length <= 64, `\`events.${name}\` must be a zod schema of the payload.`)
  for (const [code, words] of Object.entries(module.refusals ?? {}))
    must(
      /^[a-z][a-z0-9_]{0,63}$/.test(code) && typeof words === 'string',
      `\`refusals.${code}\` must say in words when it is given; a code is a-z, 0-9 and _, beginning with a letter.`,
    )
  const metricFlaw = findMetricFlaw(module.metrics)
  must(metricFlaw === undefined, metricFlaw ?? '')
  for (const [label, redaction] of Object.entries(module.redactions))
    must(typeof redaction === 'function', `\`redactions.${label}\` must be a function of the entity.`)
  for (const [path, schema, use] of schemasOf(module)) {
    const flaw = findFlaw(schema, path, use)
    must(flaw === undefined, flaw ?? '')
  }
  for (const [name, { output }] of Object.entries(module.queries)) {
    const flaw = output && findFlaw(output, `queries.${name}.output`, 'answered')
    must(flaw === undefined, flaw ?? '')
  }
}

/** What of a list is no key of an object's schema, as a message shows it; undefined: all are. */
function unknownKeyOf(schema: ObjectSchema, keys: unknown = []): string | undefined {
  if (!Array.isArray(keys)) return 'what it is'
  const shape = (schema as { readonly shape?: object }).shape
  const unknown = keys.find((key) => typeof key !== 'string' || (shape !== undefined && !Object.hasOwn(shape, key)))
  return unknown === undefined ? undefined : JSON.stringify(unknown)
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
  for (const [name, { input }] of Object.entries(module.queries)) yield [`queries.${name}.input`, input, 'passing']
  for (const [path, schema] of viewSchemasOf(module.view)) yield [path, schema, 'stored']
  for (const [name, schema] of Object.entries(module.events ?? {})) yield [`events.${name}`, schema, 'stored']
}

/** What `view` declares, and where it stands. */
function viewSchemasOf({ extras, entities = {} }: ViewSchemas = {}): (readonly [path: string, schema: ObjectSchema])[] {
  const kinds = Object.entries(entities).map(([kind, schema]) => [`view.entities.${kind}`, schema] as const)
  return extras === undefined ? kinds : [['view.extras', extras], ...kinds]
}

/** What is wrong with the declaration of an intent, from the end of its path on. */
function findIntentFlaw(intent: unknown): string | undefined {
  if (isSchema(intent)) return undefined
  if (typeof intent !== 'object' || intent === null || !('payload' in intent) || !isSchema(intent.payload))
    return '` must be a zod schema of the payload, or { payload: schema, details?: schema, rate?: { perSecond, burst } }, or intent(…) of one of them.'
  const { payload: _payload, details, rate, debugOnly, handler, ...others } = intent as Record<string, unknown>
  const [unknown] = Object.keys(others)
  if (unknown !== undefined)
    return `.${unknown}\` is unknown; an intent has \`payload\`, \`details\`, \`rate\` and \`debugOnly\`.`
  if (details !== undefined && !isSchema(details)) return '.details` must be a zod schema of what its result tells.'
  if (handler !== undefined && typeof handler !== 'function')
    return '.handler` must be a function. Make it with intent(schema, handler).'
  if (debugOnly !== undefined && debugOnly !== true) return '.debugOnly` must be true, or left out.'
  return rate === undefined || isRate(rate)
    ? undefined
    : '.rate` must be { perSecond, burst }: a number above 0, for example 0.5 for one in two seconds, and a whole number of at least 1.'
}

function isRate(rate: unknown): boolean {
  if (typeof rate !== 'object' || rate === null) return false
  const { perSecond, burst, ...others } = rate as Record<string, unknown>
  const isPace = typeof perSecond === 'number' && Number.isFinite(perSecond) && perSecond > 0
  return isPace && Number.isSafeInteger(burst) && Number(burst) >= 1 && Object.keys(others).length === 0
}

function isSchema(value: unknown): boolean {
  return value instanceof z.ZodType || (typeof value === 'object' && value !== null && '_zod' in value)
}
