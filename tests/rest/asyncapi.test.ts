import { describe, expect, test } from 'vitest'
import { clientMessageSchema } from '../../framework/protocol/src/client-messages.ts'
import { clientMessageWords, serverMessageWords } from '../../framework/protocol/src/message-words.ts'
import { serverMessageSchema } from '../../framework/protocol/src/server-messages.ts'
import { closeCodes, subprotocol } from '../../framework/protocol/src/wire.ts'
import { documentMessages } from '../../framework/server/src/rest/docs/asyncapi.ts'
import { renderModule } from '../../framework/server/src/rest/docs/module-section.ts'
import { createRestWorld } from './rest-world.ts'

type Reference = { readonly $ref: string }
type Message = { name: string; payload: { properties: Record<string, object> }; examples: { payload: unknown }[] }
type AsyncApi = {
  asyncapi: string
  channels: {
    game: {
      address: string
      messages: Record<string, Reference>
      'x-subprotocol': string
      'x-close-codes': { code: number; description: string }[]
    }
  }
  operations: Record<
    string,
    { action: 'send' | 'receive'; messages: Reference[]; reply?: { messages: Reference[] }; channel: Reference }
  >
  components: { messages: Record<string, Message>; schemas: Record<string, object> }
}

async function ask(path: string) {
  return (await createRestWorld()).ask('GET', path)
}

describe('/asyncapi.json', () => {
  test('every message of both directions is there, in its direction, with an example that is one', async () => {
    const document = (await ask('/asyncapi.json')).json as unknown as AsyncApi
    const typesOf = (action: 'send' | 'receive') =>
      Object.values(document.operations)
        .filter((operation) => operation.action === action)
        .flatMap(({ messages }) => messages.map((message) => typeOf(document, message)))
    expect(new Set(typesOf('receive'))).toEqual(
      new Set(clientMessageSchema.options.map(({ shape }) => shape.type.value)),
    )
    expect(new Set(typesOf('send'))).toEqual(new Set(serverMessageSchema.options.map(({ shape }) => shape.type.value)))

    for (const [id, { examples }] of Object.entries(document.components.messages)) {
      expect(examples.length, id).toBeGreaterThan(0)
      const schema = id in clientMessageWords ? clientMessageSchema : serverMessageSchema
      for (const { payload } of examples) expect(schema.safeParse(payload).error, id).toBeUndefined()
    }
  })

  test('no example that was written is left out because it fits no message', () => {
    const told = documentMessages().messages.flatMap(({ examples }) => examples)
    const written = [...Object.values(clientMessageWords), ...Object.values(serverMessageWords)]
    expect(told).toEqual(written.flatMap(({ examples }) => examples))
  })

  test('every field has a type and a meaning; names the schema does not have would not be accepted', async () => {
    const document = (await ask('/asyncapi.json')).json as unknown as AsyncApi
    for (const [id, { payload }] of Object.entries(document.components.messages)) {
      expect(payload, id).toMatchObject({ type: 'object', additionalProperties: false })
      for (const [name, field] of Object.entries(payload.properties))
        expect(field, `${id}.${name}`).toHaveProperty('description', expect.stringMatching(/\w/))
    }
  })

  test('it names the host that it was asked at', async () => {
    const { ask } = await createRestWorld()
    const host = async (at: string) => {
      const { json } = await ask('GET', `http://${at}/asyncapi.json`)
      return json.servers.server.variables.host.default
    }
    expect([await host('localhost:1234'), await host('game.example'), await host('localhost:1234')]).toEqual([
      'localhost:1234',
      'game.example',
      'localhost:1234',
    ])
  })

  test('every reference leads somewhere', async () => {
    const { json } = await ask('/asyncapi.json')
    const references = [...JSON.stringify(json).matchAll(/"\$ref":"([^"]+)"/g)].map(([, reference = '']) => reference)
    expect(references.length).toBeGreaterThan(40)
    for (const reference of references) {
      const steps = reference.replace(/^#\//, '').split('/')
      const found = steps.reduce((value: unknown, step) => (value as Record<string, unknown> | undefined)?.[step], json)
      expect(found, reference).toBeDefined()
    }
  })

  test('[SHAPE-5] [SHAPE-6] what a module says and takes is among the schemas, each reference at its place', async () => {
    const { components } = (await ask('/asyncapi.json')).json as unknown as AsyncApi
    expect(components.schemas).toMatchObject({
      'board.intents': { properties: { say: { required: ['text'] } } },
      'board.queries': { properties: { count: { required: ['kind'] } } },
      'board.answers': { properties: { count: { type: 'integer' } } },
      'board.extras': { required: ['turn'] },
      'board.entities': { properties: { stone: { type: 'object' } } },
      'board.events': {
        oneOf: [
          {
            properties: { event: { const: 'stone.set' }, payload: { required: ['x'] } },
            required: ['event', 'payload'],
          },
          { properties: { event: { const: 'over' } } },
        ],
      },
      'board.refusals': { oneOf: [{ const: 'taken', description: 'A stone is there.' }] },
    })
    expect(JSON.stringify(components.schemas['board.extras'])).toContain('"#/components/schemas/board.extras/')
  })

  test('it tells the address, the subprotocol, every close code and how one says who one is', async () => {
    const document = (await ask('/asyncapi.json')).json as unknown as AsyncApi
    const { game } = document.channels
    expect(document.asyncapi).toBe('3.0.0')
    expect(game.address).toBe('/v1/ws')
    expect(game['x-subprotocol']).toBe(subprotocol)
    expect(game['x-close-codes'].map(({ code }) => code)).toEqual(Object.values(closeCodes))
    expect(document).toHaveProperty('components.securitySchemes.bearer.scheme', 'bearer')
    expect(document.operations.receive_subscribe?.reply?.messages).toEqual([
      { $ref: '#/channels/game/messages/subscribed' },
      { $ref: '#/channels/game/messages/error' },
    ])
  })
})

describe('/docs/socket', () => {
  test('the page explains each message, and needs neither a script nor another server', async () => {
    const { text, headers } = await ask('/docs/socket')
    expect(headers.get('content-type')).toContain('text/html')
    for (const { id, payload } of documentMessages().messages) {
      const section = new RegExp(`<section>\\n<h3 id="${id}">[^]*?</section>`).exec(text)?.[0] ?? ''
      for (const field of Object.keys(payload.properties ?? {})) expect(section, id).toContain(`<td>${field}`)
      expect(section, id).toContain('<pre>')
    }
    expect(text).not.toMatch(/<script|src=|https?:\/\//)
    expect(headers.get('content-security-policy')).toContain("default-src 'none'")
    for (const [, anchor = ''] of text.matchAll(/href="#([^"]+)"/g)) expect(text).toContain(`id="${anchor}"`)
  })

  test('[SHAPE-5] [SHAPE-6] it shows what each module takes and says', async () => {
    const { text } = await ask('/docs/socket')
    const board = text.slice(text.indexOf('id="module-board"')).replaceAll('&quot;', '"')
    for (const shown of [
      '<h4>say</h4>\n<p>At most 1 a second, 5 at once.</p><pre><small>payload</small> { text: string }</pre>',
      '<h4>warp</h4>\n<p>For the debug role.</p>',
      '<h4>count</h4>\n<pre><small>input</small> { kind: string }</pre><pre><small>answer</small> integer</pre>',
      '<h4>stone.set</h4>\n<pre>{ x: integer }</pre>',
      'id="module-board-extras">Extras</h3>\n<pre>{ turn: Part0 }',
      '<h4>stone</h4>\n<pre>{}</pre>',
      '<td>taken</td><td>A stone is there.</td>',
    ])
      expect(board).toContain(shown)
  })

  test('a module that declares nothing is said to; what one says of itself cannot do harm', () => {
    const text = renderModule({
      ...{ name: 'open', version: '1', description: '<script>', config: {}, queries: { '<b>': {} }, answers: {} },
      intents: {},
    })
    expect(text).toContain('The module does not declare its events: they are any JSON.')
    expect(text).toContain(
      '<h4>&lt;b></h4>\n<pre><small>input</small> any</pre><pre><small>answer</small> any JSON</pre>',
    )
    expect(text).not.toContain('<script>')
  })

  test('one finds it from the start page and from the REST reference', async () => {
    expect((await ask('/')).text).toContain('href="docs/socket"')
    expect((await ask('/openapi.json')).text).toContain('](docs/socket)')
  })

  test('the REST reference leads back to the page, begins with how to become a player, and shows no raw backticks', async () => {
    expect((await ask('/docs')).text).toMatch(/href="\.\/">.*href="docs\/socket"/s)
    const document = JSON.parse((await ask('/openapi.json')).text)
    expect(document.tags.map(({ name }: { name: string }) => name)).toEqual(['auth', 'zones', 'play', 'server'])
    const routes = Object.values(document.paths).flatMap((path) => Object.values(path as Record<string, object>))
    expect(routes.length).toBeGreaterThan(20)
    expect(JSON.stringify(routes.map((route) => (route as { summary?: string }).summary))).not.toContain('`')
  })
})

function typeOf(document: AsyncApi, { $ref }: Reference): string {
  const inChannel = document.channels.game.messages[$ref.replace('#/channels/game/messages/', '')]
  return document.components.messages[inChannel?.$ref.replace('#/components/messages/', '') ?? '']?.name ?? $ref
}
