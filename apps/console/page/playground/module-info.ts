import type { JsonSchema } from '../forms/fields.ts'

/** A game that this server can run. */
export type ModuleInfo = {
  readonly name: string
  readonly version: string
  readonly description?: string
  readonly configSchema: JsonSchema
  /** Those for the debug role are marked `x-debugOnly`. */
  readonly intentSchemas: Readonly<Record<string, JsonSchema>>
  readonly querySchemas: Readonly<Record<string, JsonSchema>>
}

/** Whether an intent is for the debug role alone. */
export function isDebugOnly(schema: JsonSchema): boolean {
  return schema['x-debugOnly'] === true
}
