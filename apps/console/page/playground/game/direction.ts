import type { JsonSchema } from '../../forms/fields.ts'
import { isDebugOnly } from '../module-info.ts'

/** A step on the grid; y grows downwards. */
export type Direction = { readonly dx: number; readonly dy: number }

const wayOf = new Map<string, Direction>(
  Object.entries({
    arrowup: { dx: 0, dy: -1 },
    arrowdown: { dx: 0, dy: 1 },
    arrowleft: { dx: -1, dy: 0 },
    arrowright: { dx: 1, dy: 0 },
    w: { dx: 0, dy: -1 },
    s: { dx: 0, dy: 1 },
    a: { dx: -1, dy: 0 },
    d: { dx: 1, dy: 0 },
  }),
)

/** Arrows, and W A S D. */
export function directionOfKey(key: string): Direction | undefined {
  return wayOf.get(key.toLowerCase())
}

/** The intent that goes in a direction: the first whose payload is a `dx` and a `dy` from −1 to 1, and needs no more. */
export function directionIntent(intents: Readonly<Record<string, JsonSchema>>): string | undefined {
  return Object.entries(intents).find(([, schema]) => !isDebugOnly(schema) && isDirection(schema))?.[0]
}

function isDirection(schema: JsonSchema): boolean {
  const properties = (schema.properties ?? {}) as Readonly<Record<string, JsonSchema>>
  const required = Array.isArray(schema.required) ? schema.required : []
  return (
    isOneStep(properties.dx) && isOneStep(properties.dy) && required.every((name) => name === 'dx' || name === 'dy')
  )
}

function isOneStep(schema: JsonSchema | undefined): boolean {
  if (schema?.type !== 'integer' && schema?.type !== 'number') return false
  return schema.minimum === -1 && schema.maximum === 1
}
