import type { JsonSchema } from '../forms/fields.ts'

/** A game that this server can run. */
export type ModuleInfo = {
  readonly name: string
  readonly version: string
  readonly description?: string
  readonly configSchema: JsonSchema
  /** Those for the debug role are marked `x-debugOnly`; `x-rate` says how often a player may ask. */
  readonly intentSchemas: Readonly<Record<string, JsonSchema>>
  readonly querySchemas: Readonly<Record<string, JsonSchema>>
}

/** How often a player may ask for an intent, in words; undefined: as often as for any. */
export function rateWords(schema: JsonSchema): string | undefined {
  const rate = schema['x-rate']
  if (typeof rate !== 'object' || rate === null || !('perSecond' in rate) || !('burst' in rate)) return undefined
  return `At most ${rate.perSecond} a second, ${rate.burst} at once.`
}

/** Whether an intent is for the debug role alone. */
export function isDebugOnly(schema: JsonSchema): boolean {
  return schema['x-debugOnly'] === true
}
