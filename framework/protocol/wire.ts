import { z } from 'zod'

/** The version this server speaks; the subprotocol's name carries it. */
export const protocolVersion = 1
export const subprotocol = 'gridtick.v1'

/** Close codes: RFC 6455's own, and ours from 4400. */
export const closeCodes = {
  normal: 1000,
  serverStops: 1001,
  binary: 1003,
  tooLarge: 1009,
  viewsFailing: 1011,
  tooManyConnections: 1013,
  badFrames: 4400,
  unauthenticated: 4401,
  noLife: 4408,
  superseded: 4409,
  rate: 4429,
} as const

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
