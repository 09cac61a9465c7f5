import { z } from 'zod'

export { closeCodes, protocolVersion, subprotocol } from './socket-codes.ts'

export const zoneIdSchema = z.string().min(1).max(64)
export const refSchema = z.string().max(64)
export const seqSchema = z.int().min(1)
export const jsonSchema = z.json()

export const fieldErrorSchema = z.strictObject({ pointer: z.string(), code: z.string(), message: z.string() })

export const entitySchema = z.strictObject({
  id: z.string(),
  kind: z.string(),
  x: z.int(),
  y: z.int(),
  ownerId: z.string().nullable(),
  data: z.record(z.string(), jsonSchema),
})

export const eventSchema = z.strictObject({ event: z.string(), payload: jsonSchema })

export const roleSchema = z.enum(['player', 'debug'])
export const zoneStatusSchema = z.enum(['open', 'paused', 'finished', 'deleted'])
