import { z } from 'zod'
import type { EntitySchemas } from './entity.ts'
import { findFlaw, type SchemaUse } from './find-flaw.ts'
import { type IntentSchemas, payloadSchema } from './intent.ts'
import type { GameModule, ModuleDefinition, ModuleTypes, ObjectSchema } from './module.ts'
import { accept } from './verdict.ts'

const emptyObject = z.strictObject({})

/**
 * Makes a game module of its definition, with all types inferred from the zod schemas.
 *
 * Throws a TypeError that says what is wrong and what to do, so that a broken module is refused at start and not in
 * the middle of a game.
 */
export function defineModule<
  Config extends ObjectSchema,
  Schemas extends EntitySchemas,
  Intents extends IntentSchemas,
  State extends ObjectSchema = typeof emptyObject,
  Extras extends ObjectSchema = typeof emptyObject,
  Queries extends { readonly [name: string]: ObjectSchema } = Record<never, ObjectSchema>,
  Label extends string = never,
>(
  definition: ModuleDefinition<Config, Schemas, Intents, State, Extras, Queries, Label>,
): GameModule & ModuleTypes<Schemas, Intents, Queries> {
  const module = {
    state: emptyObject,
    extras: emptyObject,
    queries: {},
    redactions: {},
    canJoin: accept,
    ...definition,
  } as unknown as GameModule
  checkModule(module)
  return Object.freeze(module)
}

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
  const schedule = module.schedule
  must(
    schedule?.kind === 'interval' && Number.isInteger(schedule.everyMs) && schedule.everyMs >= 10,
    "`schedule` must be { kind: 'interval', everyMs } with a whole number of at least 10 ms.",
  )
  const { moduleMsMax = 1_000 } = module
  must(
    Number.isInteger(moduleMsMax) && moduleMsMax >= 10 && moduleMsMax <= 8_000,
    '`moduleMsMax` must be a whole number of 10 to 8,000 ms; leave it out for the limit of the server.',
  )
  for (const [kind, schema] of Object.entries(module.entities ?? {}))
    must(isSchema(schema), `\`entities.${kind}\` must be a zod schema of the entity's data.`)
  for (const [type, schema] of Object.entries(module.intents ?? {})) {
    must(/^[A-Za-z][A-Za-z0-9_.-]{0,63}$/.test(type), `\`intents.${type}\` is no name for an intent.`)
    const payload = payloadSchema(schema)
    must(isSchema(payload), `\`intents.${type}\` must be a zod schema of the payload.`)
  }
  for (const [query, { input, answer }] of Object.entries(module.queries))
    must(isSchema(input) && typeof answer === 'function', `\`queries.${query}\` must be { input: schema, answer() }.`)
  for (const [label, redaction] of Object.entries(module.redactions))
    must(typeof redaction === 'function', `\`redactions.${label}\` must be a function of the entity.`)
  for (const [path, schema, use] of schemasOf(module)) {
    const flaw = findFlaw(schema, path, use)
    must(flaw === undefined, flaw ?? '')
  }
}

/** Every schema of a module, where it stands, and what it is for. */
function* schemasOf(module: GameModule): Generator<readonly [path: string, schema: ObjectSchema, use: SchemaUse]> {
  yield ['config', module.config, 'kept']
  for (const [kind, schema] of Object.entries(module.entities)) yield [`entities.${kind}.data`, schema, 'stored']
  yield ['state', module.state, 'stored']
  yield ['extras', module.extras, 'stored']
  for (const [type, schema] of Object.entries(module.intents))
    yield [`intents.${type}`, payloadSchema(schema), 'passing']
  for (const [name, { input }] of Object.entries(module.queries)) yield [`queries.${name}.input`, input, 'passing']
}

function isSchema(value: unknown): boolean {
  return value instanceof z.ZodType || (typeof value === 'object' && value !== null && '_zod' in value)
}
