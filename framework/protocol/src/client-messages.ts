import { z } from 'zod'
import type { IntentMessage } from './client-message.ts'
import { refSchema, seqSchema, zoneIdSchema } from './wire.ts'

const helloSchema = z.strictObject({
  type: z.literal('hello'),
  token: z.string().max(2_048).optional(),
  client: z.string().max(64).optional(),
})

const subscribeSchema = z.strictObject({
  type: z.literal('subscribe'),
  zoneId: zoneIdSchema,
  mode: z.enum(['full', 'delta']).optional(),
  ref: refSchema.optional(),
})

const unsubscribeSchema = z.strictObject({
  type: z.literal('unsubscribe'),
  zoneId: zoneIdSchema,
  ref: refSchema.optional(),
})

const leaveSchema = z.strictObject({ type: z.literal('leave'), zoneId: zoneIdSchema, ref: refSchema.optional() })

const intentTypeSchema = z.string().max(64)

const intentSchema = z
  .strictObject({
    type: z.literal('intent'),
    zoneId: zoneIdSchema,
    intent: z.union([intentTypeSchema, z.looseObject({ type: intentTypeSchema })], {
      error: 'It must be the type of the intent; what belongs to it is the payload.',
    }),
    payload: z.record(z.string(), z.unknown()).optional(),
    seq: seqSchema.optional(),
    ref: refSchema.optional(),
  })
  .refine(({ intent, payload }) => typeof intent === 'string' || payload === undefined, {
    path: ['payload'],
    error: 'The intent is an object here, which holds its payload itself.',
  })

const querySchema = z.strictObject({
  type: z.literal('query'),
  zoneId: zoneIdSchema,
  name: z.string().max(64),
  input: z.record(z.string(), z.unknown()).optional(),
  ref: refSchema,
})

const pingSchema = z.strictObject({ type: z.literal('ping'), at: z.number().optional() })

/** Everything a client may send: {@link ClientMessage}, which explains it. */
export const clientMessageSchema = z.discriminatedUnion('type', [
  helloSchema,
  subscribeSchema,
  unsubscribeSchema,
  leaveSchema,
  intentSchema,
  querySchema,
  pingSchema,
])

/** Type and payload of an intent, in whichever of its two shapes it came. */
export function readIntent({ intent, payload = {} }: Pick<IntentMessage, 'intent' | 'payload'>): {
  readonly type: string
  readonly payload: object
} {
  if (typeof intent === 'string') return { type: intent, payload }
  const { type, ...beside } = intent
  return { type, payload: beside }
}
