import { createClient } from '../../framework/client/src/create-client.ts'
import type { ClientOptions, ClientStatus, WebSocketLike } from '../../framework/client/src/index.ts'
import type { ClientMessage } from '../../framework/protocol/src/client-message.ts'
import type { Frame } from '../../framework/protocol/src/codecs/frame-codec.ts'
import type { ServerMessage } from '../../framework/protocol/src/server-message.ts'
import { serverMessageSchema } from '../../framework/protocol/src/server-messages.ts'
import { createFakeClock } from '../../framework/testing/src/fake-clock.ts'

type Intent = Extract<ClientMessage, { type: 'intent' }>

/** What is said and shown of a zone; a membership and queued numbers only where they are named, as by an older server. */
type Shown = {
  readonly tick?: number
  readonly lastSeq?: number
  readonly queuedSeq?: number
  readonly memberSince?: number
  readonly entities?: readonly object[]
}

export const zoneId = 'z1'
const limits = {
  frameBytesMax: 4_096,
  jsonDepthMax: 16,
  messagesPerSecond: 20,
  messagesBurst: 40,
  bytesPerSecond: 65_536,
  bytesBurst: 131_072,
  intentsPerPlayerMax: 64,
  settledSeqsMax: 64,
}

/** The far end of one socket of the client: says what the test tells it to, and keeps what it hears. */
export class ScriptedSocket implements WebSocketLike {
  readonly url: string
  /** Subprotocols that the client offers, and the one that the server takes. */
  readonly offered: readonly string[]
  readonly protocol: string
  readonly heard: ClientMessage[] = []
  isClosed = false
  /** What the client sends is not taken: the socket throws, as one that is closing does. */
  isBroken = false
  onopen: ((event: never) => unknown) | null = null
  onmessage: ((event: never) => unknown) | null = null
  onclose: ((event: never) => unknown) | null = null
  onerror: ((event: never) => unknown) | null = null

  constructor(url: string, offered: readonly string[], knows: readonly string[]) {
    this.url = url
    this.offered = offered
    this.protocol = offered.find((name) => knows.includes(name)) ?? ''
  }

  // As the client sees it.

  send(text: string): void {
    if (this.isBroken) throw new Error('This socket is closing.')
    this.heard.push(JSON.parse(text))
  }

  close(code = 1005): void {
    if (!this.isClosed) queueMicrotask(() => this.shut(code))
  }

  // As the test uses it.

  open(): void {
    this.onopen?.({} as never)
  }

  shut(code = 1006): void {
    if (this.isClosed) return
    this.isClosed = true
    this.onclose?.({ code, reason: '' } as never)
  }

  say(message: ServerMessage): void {
    this.onmessage?.({ data: JSON.stringify(serverMessageSchema.parse(message)) } as never)
  }

  sayFrame(frame: Frame): void {
    this.onmessage?.({ data: frame } as never)
  }

  /** Opens it and lets the client in. */
  welcome(changed: object = {}): this {
    this.open()
    this.say({
      type: 'welcome',
      playerId: 'ann',
      displayName: 'Ann',
      role: 'player',
      connectionId: 'c',
      protocol: 1,
      server: '0.1.0',
      limits: { ...limits, ...changed },
      heartbeatMs: 10_000,
    })
    return this
  }

  /** Answers the last subscribe, and shows a whole view. */
  showZone({ tick = 1, lastSeq = 0, entities = [] as readonly object[], ...standing }: Shown = {}): this {
    const { ref = '', mode = 'full' } = this.last('subscribe')
    this.say({ type: 'subscribed', zoneId, ref, module: 'm', tick, everyMs: 100, mode, lastSeq, ...standing })
    this.say({ type: 'tick', zoneId, tick, at: tick, full: true, entities: entities as never, events: [] })
    return this
  }

  /** What became of an intent, by its number. */
  settle(seq: number, result: Partial<Extract<ServerMessage, { type: 'intent_result' }>> = {}): void {
    const { ref } = this.intents.findLast((intent) => intent.seq === seq) ?? {}
    this.say({ type: 'intent_result', zoneId, seq, ref, outcome: 'applied', tick: 2, ...result })
  }

  /** Refuses the last message of a type for a moment. */
  refuse(type: 'subscribe' | 'leave', more: { readonly retryAfterMs: number }): void {
    const { ref = '' } = this.last(type)
    this.say({ type: 'error', code: 'overloaded', message: 'No.', retryable: true, ref, ...more })
  }

  last<Type extends ClientMessage['type']>(type: Type): Extract<ClientMessage, { type: Type }> {
    const found = this.heard.findLast((message) => message.type === type)
    if (found === undefined) throw new Error(`The client sent no "${type}".`)
    return found as Extract<ClientMessage, { type: Type }>
  }

  get intents(): readonly Intent[] {
    return this.heard.filter((message) => message.type === 'intent')
  }

  get seqs(): readonly (number | undefined)[] {
    return this.intents.map(({ seq }) => seq)
  }
}

type Given = Partial<ClientOptions> & {
  readonly random?: () => number
  /** Subprotocols that the server knows. Default: only JSON. */
  readonly knows?: readonly string[]
  /** What makes the client: that of the sources, or one that was built of them. */
  readonly create?: typeof createClient
}

/** A client on a clock that stands, whose sockets the test holds in its hands. */
export function scriptedClient(options: Given = {}) {
  const clock = createFakeClock()
  const sockets: ScriptedSocket[] = []
  const statuses: ClientStatus[] = []
  const { random = () => 0.5, create = createClient, knows = ['gridtick.v1'], ...given } = options
  let timers = 0
  const after: typeof clock.after = (delayMs, callback) => {
    let isRunning = true
    const end = () => {
      if (isRunning) timers -= 1
      isRunning = false
    }
    const cancel = clock.after(delayMs, () => {
      end()
      callback()
    })
    timers += 1
    return () => {
      end()
      cancel()
    }
  }
  class TestSocket extends ScriptedSocket {
    constructor(url: string, offered: readonly string[]) {
      super(url, offered, knows)
      sockets.push(this)
    }
  }
  const client = create(
    { url: 'ws://localhost/v1/ws', token: 'token', WebSocket: TestSocket, ...given },
    { ...clock, after, random },
  )
  client.on('status', (status) => statuses.push(status))
  return {
    client,
    clock,
    sockets,
    statuses,
    /** Timers of the client that have not ended. */
    get timers() {
      return timers
    },
    /** The socket that the client opens, or opened, as its nth (from 0). */
    async socket(index: number): Promise<ScriptedSocket> {
      await settle()
      const socket = sockets[index]
      if (socket === undefined) throw new Error(`The client has opened ${sockets.length} sockets.`)
      return socket
    },
    /** Time passes until the client has tried again. */
    async nextSocket(): Promise<ScriptedSocket> {
      await settle()
      const { length } = sockets
      for (let passes = 0; passes < 200 && sockets.length === length; passes++) {
        clock.advance(1_000)
        await settle()
      }
      return await this.socket(length)
    },
    /** In a zone that shows nothing yet. */
    async joined({ limits = {}, ...shown }: Shown & { readonly limits?: object } = {}) {
      await settle()
      const socket = (await this.socket(sockets.length - 1)).welcome(limits)
      const joining = client.join(zoneId)
      socket.showZone(shown)
      return { socket, zone: await joining }
    },
  }
}

/** Lets everything that waits for promises alone go on. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve()
}
