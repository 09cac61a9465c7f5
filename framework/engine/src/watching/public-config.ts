import type { GameModule, JsonObject, ZoneInfo } from 'gridtick'

/** What players may know of how a zone was set up. */
export type PublicConfig = {
  readonly config: JsonObject
  /** Where the grid ends, in cells; undefined: the config does not say. */
  readonly bounds: { readonly width: number; readonly height: number } | undefined
}

/** The keys that the module lists; all others stay hidden. */
export function publicConfigOf({ config }: ZoneInfo, { publicConfig = [] }: GameModule): PublicConfig {
  const shown = publicConfig.flatMap((key) => (Object.hasOwn(config, key) ? [[key, config[key]] as const] : []))
  return { config: Object.fromEntries(shown) as JsonObject, bounds: boundsOf(config) }
}

function boundsOf({ width, height }: JsonObject): PublicConfig['bounds'] {
  return isLength(width) && isLength(height) ? { width, height } : undefined
}

function isLength(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) > 0
}
