import { z } from 'zod'
import { refSchema, seqSchema, zoneIdSchema } from './wire.ts'

/** Who one is. Always the first frame. */
const helloSchema = z.strictObject({
  type: z.literal('hello'),
  token: z.string().max(2_048).optional(),
  client: z.string().max(64).optional(),
})

/** Watch a zone, and become a member of it where one is none. */
const subscribeSchema = z.strictObject({
  type: z.literal('subscribe'),
  zoneId: zoneIdSchema,
  mode: z.enum(['full', 'delta']).optional(),
  ref: refSchema.optional(),
})

/** Stop watching; the membership stays. */
const unsubscribeSchema = z.strictObject({
  type: z.literal('unsubscribe'),
  zoneId: zoneIdSchema,
  ref: refSchema.optional(),
})

/** End the membership. */
const leaveSchema = z.strictObject({ type: z.literal('leave'), zoneId: zoneIdSchema, ref: refSchema.optional() })

/** Ask for something in the zone. The payload stands beside its type. */
const intentSchema = z.strictObject({
  type: z.literal('intent'),
  zoneId: zoneIdSchema,
  intent: z.looseObject({ type: z.string().max(64) }),
  seq: seqSchema.optional(),
  ref: refSchema.optional(),
})

const querySchema = z.strictObject({
  type: z.literal('query'),
  zoneId: zoneIdSchema,
  name: z.string().max(64),
  input: z.record(z.string(), z.unknown()).optional(),
  ref: refSchema,
})

const pingSchema = z.strictObject({ type: z.literal('ping'), at: z.number().optional() })

/** Everything a client may send. */
export const clientMessageSchema = z.discriminatedUnion('type', [
  helloSchema,
  subscribeSchema,
  unsubscribeSchema,
  leaveSchema,
  intentSchema,
  querySchema,
  pingSchema,
])

export type ClientMessage = z.infer<typeof clientMessageSchema>
