import type { ErrorCode } from '@gridtick/protocol/codes'
import { z } from '@hono/zod-openapi'

/** Parts of requests and answers that more than one resource uses. */

/** ISO 8601, UTC. */
export const timeSchema = z.string().openapi({ format: 'date-time', example: '2026-01-31T12:00:00.000Z' })

export function toTime(ms: number): string {
  return new Date(ms).toISOString()
}

/** A value of a game: only the module knows its shape. (The recursive JSON schema is too deep for the generator.) */
export const gameValueSchema = z.unknown()
export const gameObjectSchema = z.record(z.string(), z.unknown())

export const playerIdSchema = z.string().min(1).max(64)

/** Of routes that need a zone which runs: there is none, or none that this server can run (MOD-18, MOD-20). */
export const runningZoneCodes = ['not_found', 'conflict', 'module_unavailable'] as const satisfies readonly ErrorCode[]

/** A whole number in a query parameter. */
export function countParameter({ min, max }: { readonly min: number; readonly max: number }) {
  return z
    .string()
    .regex(/^\d{1,15}$/, 'must be a whole number')
    .transform(Number)
    .refine((count) => count >= min && count <= max, `must be from ${min} to ${max}`)
    .openapi({ type: 'integer', minimum: min, maximum: max })
}

export const flagParameter = z
  .enum(['true', 'false'])
  .transform((text) => text === 'true')
  .openapi({ type: 'boolean' })
