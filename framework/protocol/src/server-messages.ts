import { z } from 'zod'
import {
  entitySchema,
  eventSchema,
  fieldErrorSchema,
  jsonSchema,
  protocolVersion,
  refSchema,
  roleSchema,
  seqSchema,
  zoneStatusSchema,
} from './wire.ts'

const welcomeSchema = z.strictObject({
  type: z.literal('welcome'),
  playerId: z.string(),
  displayName: z.string(),
  role: roleSchema,
  connectionId: z.string(),
  protocol: z.literal(protocolVersion),
  server: z.string(),
  limits: z.record(z.string(), z.number()),
  heartbeatMs: z.int(),
})

const subscribedSchema = z.strictObject({
  type: z.literal('subscribed'),
  zoneId: z.string(),
  ref: refSchema.optional(),
  module: z.string(),
  tick: z.int(),
  everyMs: z.int(),
  bounds: z.strictObject({ width: z.int(), height: z.int() }).optional(),
  config: z.record(z.string(), jsonSchema).optional(),
  mode: z.enum(['full', 'delta']),
  lastSeq: z.int(),
  queuedSeq: seqSchema.optional(),
  memberSince: z.int().optional(),
  channel: z.int().min(0).optional(),
})

const unsubscribedSchema = z.strictObject({
  type: z.literal('unsubscribed'),
  zoneId: z.string(),
  ref: refSchema.optional(),
  reason: z.enum(['removed', 'left']).optional(),
})

const fullTickSchema = z.strictObject({
  type: z.literal('tick'),
  zoneId: z.string(),
  tick: z.int(),
  at: z.number(),
  full: z.literal(true),
  entities: z.array(entitySchema),
  extras: z.record(z.string(), jsonSchema).optional(),
  events: z.array(eventSchema),
  eventsDropped: z.literal(true).optional(),
})

const entityPatchSchema = z.strictObject({
  x: z.int().optional(),
  y: z.int().optional(),
  ownerId: z.string().nullable().optional(),
  data: z.record(z.string(), jsonSchema).optional(),
})

const deltaTickSchema = z.strictObject({
  type: z.literal('tick'),
  zoneId: z.string(),
  tick: z.int(),
  at: z.number(),
  full: z.literal(false),
  prev: z.int(),
  set: z.array(entitySchema),
  patch: z.array(z.tuple([z.string(), entityPatchSchema])),
  remove: z.array(z.string()),
  extras: z.record(z.string(), jsonSchema).optional(),
  events: z.array(eventSchema),
  eventsDropped: z.literal(true).optional(),
})

const intentReceivedSchema = z.strictObject({
  type: z.literal('intent_received'),
  zoneId: z.string(),
  intentId: z.string(),
  seq: seqSchema.optional(),
  ref: refSchema.optional(),
})

const intentOutcomeSchema = z.strictObject({
  zoneId: z.string(),
  intentId: z.string().optional(),
  seq: seqSchema.optional(),
  outcome: z.enum(['applied', 'refused']),
  tick: z.int().optional(),
  code: z.string().optional(),
  message: z.string().optional(),
  details: jsonSchema.optional(),
  errors: z.array(fieldErrorSchema).optional(),
  retryable: z.boolean().optional(),
  retryAfterMs: z.number().optional(),
  duplicate: z.literal(true).optional(),
})

const intentResultSchema = z.strictObject({
  type: z.literal('intent_result'),
  ref: refSchema.optional(),
  ...intentOutcomeSchema.shape,
})

const queryResultSchema = z.strictObject({
  type: z.literal('query_result'),
  zoneId: z.string(),
  ref: refSchema,
  name: z.string(),
  tick: z.int(),
  result: jsonSchema,
})

const zoneStatusMessageSchema = z.strictObject({
  type: z.literal('zone_status'),
  zoneId: z.string(),
  status: zoneStatusSchema,
  code: z.string().optional(),
})

const viewUnavailableSchema = z.strictObject({
  type: z.literal('view_unavailable'),
  zoneId: z.string(),
  tick: z.int(),
})

const errorSchema = z.strictObject({
  type: z.literal('error'),
  code: z.string(),
  message: z.string(),
  ref: refSchema.optional(),
  retryable: z.boolean(),
  retryAfterMs: z.number().optional(),
  errors: z.array(fieldErrorSchema).optional(),
})

const supersededSchema = z.strictObject({ type: z.literal('superseded') })

const byeSchema = z.strictObject({ type: z.literal('bye'), reason: z.string(), reconnectAfterMs: z.number() })

const pongSchema = z.strictObject({ type: z.literal('pong'), at: z.number().optional() })

/** Everything the server sends: {@link ServerMessage}, which explains the fields. */
export const serverMessageSchema = z.union([
  welcomeSchema,
  subscribedSchema,
  unsubscribedSchema,
  fullTickSchema,
  deltaTickSchema,
  intentReceivedSchema,
  intentResultSchema,
  queryResultSchema,
  zoneStatusMessageSchema,
  viewUnavailableSchema,
  errorSchema,
  supersededSchema,
  byeSchema,
  pongSchema,
])
