import type { ModuleDescription } from '@gridtick/engine/ports'
import {
  clientMessageSchema,
  closeCodes,
  entitySchema,
  eventSchema,
  fieldErrorSchema,
  jsonSchema,
  protocolVersion,
  serverMessageSchema,
  subprotocol,
} from '@gridtick/protocol'
import { compactSubprotocol, frameCodecs } from '@gridtick/protocol/codecs'
import { clientMessageWords, closeCodeWords, fieldWords, serverMessageWords } from '@gridtick/protocol/words'
import { z } from 'zod'
import { moduleSchemas } from './module-schemas.ts'

/** A JSON schema, as far as it is looked into. */
export type JsonSchema = {
  readonly type?: string | readonly string[]
  readonly $ref?: string
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly description?: string
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly required?: readonly string[]
  readonly items?: JsonSchema | readonly JsonSchema[]
  readonly additionalProperties?: JsonSchema | boolean
  readonly anyOf?: readonly JsonSchema[]
  readonly minLength?: number
  readonly maxLength?: number
  readonly minimum?: number
}

/** One message of the socket as it is documented. `tick` has two forms, which are two of these. */
export type DocumentedMessage = {
  /** Unique: the type, with the form behind it where there are two. */
  readonly id: string
  readonly type: string
  readonly from: 'client' | 'server'
  readonly summary: string
  readonly examples: readonly object[]
  readonly answeredBy: readonly string[]
  readonly payload: JsonSchema
}

/** What the socket's messages are made of, beside the messages themselves. */
const parts = { Entity: entitySchema, Event: eventSchema, FieldError: fieldErrorSchema, Json: jsonSchema }

type Part = keyof typeof parts

/** All messages of both directions, and the parts they refer to, from the very schemas that check the wire. */
export function documentMessages(): {
  readonly messages: readonly DocumentedMessage[]
  readonly schemas: Readonly<Record<Part, JsonSchema>>
} {
  const registry = z.registry<{ id: string }>()
  for (const [id, schema] of Object.entries(parts)) registry.add(schema, { id })
  const options = [
    ...clientMessageSchema.options.map((schema) => ({ from: 'client' as const, schema, id: idOf(schema) })),
    ...serverMessageSchema.options.map((schema) => ({ from: 'server' as const, schema, id: idOf(schema) })),
  ]
  for (const { schema, id } of options) registry.add(schema, { id })
  const { schemas } = z.toJSONSchema(registry, {
    uri: (id) => `#/components/schemas/${id}`,
    target: 'draft-7',
    override: ({ jsonSchema: made }) => dropNoise(made),
  })

  const messages = options.map(({ from, schema, id }): DocumentedMessage => {
    const type = typeOf(schema)
    const words = from === 'client' ? clientMessageWords[type as 'hello'] : serverMessageWords[type as 'tick']
    return {
      id,
      type,
      from,
      summary: words.summary,
      examples: words.examples.filter((example) => schema.safeParse(example).success),
      answeredBy: from === 'client' ? clientMessageWords[type as 'hello'].answeredBy : [],
      payload: withWords(schemas[id] as JsonSchema),
    }
  })
  const ownSchemas = Object.fromEntries(Object.keys(parts).map((part) => [part, withoutHead(schemas[part] as object)]))
  return { messages, schemas: ownSchemas as Record<Part, JsonSchema> }
}

type MessageSchema = (typeof clientMessageSchema.options)[number] | (typeof serverMessageSchema.options)[number]

function typeOf(schema: MessageSchema): string {
  return schema.shape.type.value
}

function idOf(schema: MessageSchema): string {
  if (!('full' in schema.shape)) return typeOf(schema)
  return schema.shape.full.value ? 'tick_full' : 'tick_delta'
}

/** Bounds that only say that a number is one JavaScript can count with, and that keys are texts. */
function dropNoise(schema: { minimum?: number; maximum?: number; propertyNames?: unknown }): void {
  if (schema.minimum === Number.MIN_SAFE_INTEGER) delete schema.minimum
  if (schema.maximum === Number.MAX_SAFE_INTEGER) delete schema.maximum
  delete schema.propertyNames
}

function withWords(schema: JsonSchema): JsonSchema {
  const properties = Object.entries(schema.properties ?? {}).map(([name, property]) => [
    name,
    { ...property, description: fieldWords[name as keyof typeof fieldWords] },
  ])
  return { ...withoutHead(schema), properties: Object.fromEntries(properties) }
}

function withoutHead(schema: object): JsonSchema {
  const { $schema, $id, ...rest } = schema as JsonSchema & { $schema?: unknown; $id?: unknown }
  return rest
}

export const socketDescription = [
  'Every message is a text frame with one JSON object, which has a `type`. Send `hello` first, within `helloMs` (see `/v1/limits`).',
  `The subprotocol \`${subprotocol}\` is optional: it means JSON in text frames, as described here.`,
  `With \`${compactSubprotocol}\` ticks and plain results of intents come as binary frames with the same content, and there is no \`intent_received\`; \`framework/protocol/COMPACT.md\` specifies the bytes.`,
  'The server picks the first one in your list that it knows.',
  'Send your token in `hello`, or in the upgrade as `Authorization: Bearer`. A token in the query string is refused.',
  'On one connection, the `intent_result`s of a tick come before its frame, and the tick numbers of a subscription always grow.',
  'A connection that is too slow skips frames; its next frame covers the gap.',
].join(' ')

/**
 * The socket as AsyncAPI 3.0 has it. `receive` is what the server receives; `host` is where it was reached, with the port
 * where it has one, and `basePath` where a proxy shows it there. What modules declare is among the schemas.
 */
export function createAsyncApi(options: {
  readonly serverVersion: string
  readonly host: string
  readonly basePath: string
  readonly modules: readonly ModuleDescription[]
}): object {
  const { serverVersion, host, basePath, modules } = options
  const { messages, schemas } = documentMessages()
  const inChannel = (id: string) => ({ $ref: `#/channels/game/messages/${id}` })
  const byType = (type: string) => messages.filter((message) => message.from === 'server' && message.type === type)
  const fromClient = messages.filter(({ from }) => from === 'client')
  const fromServer = messages.filter(({ from }) => from === 'server')
  return {
    asyncapi: '3.0.0',
    info: { title: 'Gridtick', version: serverVersion, description: socketDescription },
    defaultContentType: 'application/json',
    servers: {
      server: {
        host: '{host}',
        ...(basePath === '' ? {} : { pathname: basePath }),
        protocol: 'ws',
        description: 'Behind a proxy with TLS it is wss.',
        variables: { host: { default: host } },
        security: [{ $ref: '#/components/securitySchemes/bearer' }],
      },
    },
    channels: {
      game: {
        address: '/v1/ws',
        title: 'The socket that games are played over',
        description: socketDescription,
        messages: Object.fromEntries(messages.map(({ id }) => [id, { $ref: `#/components/messages/${id}` }])),
        bindings: { ws: { method: 'GET', headers: handshakeHeaders, bindingVersion: '0.1.0' } },
        'x-subprotocol': subprotocol,
        'x-protocol-version': protocolVersion,
        'x-close-codes': Object.entries(closeCodes).map(([name, code]) => ({
          code,
          name,
          description: closeCodeWords[name as keyof typeof closeCodes],
        })),
      },
    },
    operations: {
      ...Object.fromEntries(
        fromClient.map(({ id, summary, answeredBy }) => [
          `receive_${id}`,
          {
            action: 'receive',
            channel: { $ref: '#/channels/game' },
            summary,
            messages: [inChannel(id)],
            reply: {
              channel: { $ref: '#/channels/game' },
              messages: answeredBy.flatMap(byType).map((message) => inChannel(message.id)),
            },
          },
        ]),
      ),
      send: {
        action: 'send',
        channel: { $ref: '#/channels/game' },
        summary: 'Everything that the server sends.',
        messages: fromServer.map(({ id }) => inChannel(id)),
      },
    },
    components: {
      messages: Object.fromEntries(
        messages.map(({ id, type, summary, payload, examples }) => [
          id,
          { name: type, title: id, summary, payload, examples: examples.map((example) => ({ payload: example })) },
        ]),
      ),
      schemas: { ...schemas, ...moduleSchemas(modules) },
      securitySchemes: {
        bearer: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: 'JWT',
          description: 'Browsers send it as `token` in `hello` instead.',
        },
      },
    },
  }
}

const handshakeHeaders = {
  type: 'object',
  properties: {
    authorization: { type: 'string', description: '`Bearer` and a token; then `hello` needs none.' },
    'sec-websocket-protocol': {
      type: 'string',
      description: 'Optional.',
      enum: frameCodecs.map((codec) => codec.subprotocol),
    },
  },
}
