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

const intentTypeSchema = z.string().max(64)

/**
 * Ask for something in the zone: `intent` is the type, `payload` what the module's schema of it takes, as in REST. Older
 * clients send both as one object, `{ type, …payload }`, whose payload can have no field `type`.
 */
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

type IntentMessage = Extract<ClientMessage, { type: 'intent' }>

/** Type and payload of an intent, in whichever of its two shapes it came. */
export function readIntent({ intent, payload = {} }: Pick<IntentMessage, 'intent' | 'payload'>): {
  readonly type: string
  readonly payload: object
} {
  if (typeof intent === 'string') return { type: intent, payload }
  const { type, ...beside } = intent
  return { type, payload: beside }
}
