import { z } from '@hono/zod-openapi'
import { gameObjectSchema } from './schemas.ts'
import { shownNameSchema } from './shown-name.ts'

/** What a new zone is made of. */
export const createZoneSchema = z.strictObject({
  module: z.string().min(1).max(64),
  name: shownNameSchema(64).optional(),
  config: gameObjectSchema.optional(),
  seed: z.string().min(1).max(128).optional(),
  everyMs: z.int().min(10).max(86_400_000).optional(),
  record: z.boolean().optional(),
})

/** What can be changed of one. */
export const changeZoneSchema = z.strictObject({
  name: shownNameSchema(64).optional(),
  record: z.boolean().optional(),
})

export const statusSchema = z.enum(['open', 'paused', 'finished'])

/** Which zones are listed. */
export const zoneFilterSchema = z.strictObject({
  module: z.string().min(1).max(64).optional(),
  status: statusSchema.optional(),
  cursor: z
    .string()
    .regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, 'must be the nextCursor of the page before')
    .optional(),
})
