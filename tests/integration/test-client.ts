import { WebSocket } from 'ws'
import { applyFrame, type ClientView } from '../../framework/protocol/src/apply-frame.ts'
import type { ServerMessage } from '../../framework/protocol/src/server-message.ts'
import { serverMessageSchema } from '../../framework/protocol/src/server-messages.ts'

export type MessageOf<Type extends ServerMessage['type']> = Extract<ServerMessage, { type: Type }>

type Close = { readonly code: number; readonly reason: string }

type Waiter = {
  readonly type: ServerMessage['type']
  readonly matches: (message: ServerMessage) => boolean
  readonly resolve: (message: ServerMessage) => void
  readonly reject: (error: Error) => void
}

/** Longer than anything takes on a busy machine: beyond it, what a test waits for does not come. */
const patienceMs = 15_000

/**
 * One socket as a careful player would use it. It keeps all that it was ever sent, checks each message against the
 * protocol, and applies the frames.
 */
export class TestClient {
  readonly socket: WebSocket
  /** Everything that came, as it came. */
  readonly texts: string[] = []
  readonly messages: ServerMessage[] = []
  /** What each frame of a zone showed. */
  readonly #views = new Map<string, ClientView[]>()
  readonly closed: Promise<Close>
  #onMessage: (message: ServerMessage) => void = () => {}
  #waiters: Waiter[] = []
  #fault: Error | undefined
  #refs = 0

  constructor(url: string, headers: Readonly<Record<string, string>> = {}, path = '/v1/ws') {
    this.socket = new WebSocket(`${url.replace('http', 'ws')}${path}`, { perMessageDeflate: false, headers })
    this.closed = new Promise((resolve) => {
      this.socket.on('close', (code, reason) => {
        this.#fail(new Error(`The socket was closed: ${code} ${reason}.`))
        resolve({ code, reason: String(reason) })
      })
    })
    this.socket.on('error', (error) => this.#fail(error))
    this.socket.on('message', (data) => this.#take(String(data)))
  }

  /** Resolves when it may send. */
  opened(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.socket.once('open', resolve)
      this.socket.once('error', reject)
    })
  }

  send(message: object | string | Buffer): void {
    this.socket.send(typeof message === 'string' || Buffer.isBuffer(message) ? message : JSON.stringify(message))
  }

  /** The first message of a type that matches, of those that came since `from` or will come. */
  next<Type extends ServerMessage['type']>(
    type: Type,
    matches: (message: MessageOf<Type>) => boolean = () => true,
    { from = 0 } = {},
  ): Promise<MessageOf<Type>> {
    const isIt = (message: ServerMessage) => message.type === type && matches(message as MessageOf<Type>)
    const known = this.messages.slice(from).find(isIt)
    if (known !== undefined) return Promise.resolve(known as MessageOf<Type>)
    if (this.#fault !== undefined) return Promise.reject(this.#fault)
    return new Promise((resolve, reject) => {
      const giveUp = setTimeout(
        () => reject(new Error(`No "${type}" came. The last were:\n${this.#tail()}`)),
        patienceMs,
      )
      this.#waiters.push({
        type,
        matches: isIt,
        resolve(message) {
          clearTimeout(giveUp)
          resolve(message as MessageOf<Type>)
        },
        reject(error) {
          clearTimeout(giveUp)
          reject(error)
        },
      })
    })
  }

  /** Watches a zone, joining it where need be. Resolves with the first frame. */
  async watch(zoneId: string, mode: 'full' | 'delta' = 'full'): Promise<MessageOf<'tick'>> {
    const from = this.messages.length
    const ref = this.#newRef()
    this.send({ type: 'subscribe', zoneId, mode, ref })
    await this.next('subscribed', (message) => message.ref === ref, { from })
    return await this.next('tick', (frame) => frame.zoneId === zoneId, { from })
  }

  /** Asks for something and waits for what becomes of it. */
  intent(zoneId: string, intent: object, names: { readonly seq?: number } = {}): Promise<MessageOf<'intent_result'>> {
    const ref = this.#newRef()
    const { type, ...payload } = intent as { readonly type: string }
    this.send({ type: 'intent', zoneId, intent: type, payload, ref, ...names })
    return this.next('intent_result', (message) => message.ref === ref)
  }

  /** What the frames of a zone showed, one after the other. */
  views(zoneId: string): readonly ClientView[] {
    return this.#views.get(zoneId) ?? []
  }

  /** What was in sight when that tick was the last; known once a frame of that tick or a later one is here. */
  async viewAt(zoneId: string, tick: number): Promise<ClientView | undefined> {
    await this.next('tick', (frame) => frame.zoneId === zoneId && frame.tick >= tick)
    return this.views(zoneId).findLast((view) => view.tick <= tick)
  }

  /** Told of each message as it comes. */
  onMessage(listener: (message: ServerMessage) => void): void {
    this.#onMessage = listener
  }

  /** Takes nothing from the network any more. */
  stall(): void {
    this.socket.pause()
  }

  /** Says hello without a token of its own, and waits to be thrown out. */
  closedAfterHello(): Promise<Close> {
    this.send({ type: 'hello' })
    return this.closed
  }

  async close(): Promise<void> {
    this.socket.close(1000)
    await this.closed
  }

  #take(text: string): void {
    this.texts.push(text)
    const checked = serverMessageSchema.safeParse(JSON.parse(text))
    if (!checked.success) {
      this.#fail(new Error(`No message of the protocol: ${text}\n${checked.error.message}`))
      return
    }
    const message = checked.data
    this.messages.push(message)
    if (message.type === 'tick') this.#apply(message)
    if (message.type === 'subscribed') this.#views.delete(message.zoneId)
    const isWanted = (waiter: Waiter) => waiter.matches(message)
    for (const waiter of this.#waiters.filter(isWanted)) waiter.resolve(message)
    this.#waiters = this.#waiters.filter((waiter) => !isWanted(waiter))
    this.#onMessage(message)
  }

  #apply(frame: MessageOf<'tick'>): void {
    const views = this.#views.get(frame.zoneId) ?? []
    try {
      views.push(applyFrame(views.at(-1), frame))
      this.#views.set(frame.zoneId, views)
    } catch (error) {
      this.#fail(error as Error)
    }
  }

  #fail(error: Error): void {
    this.#fault ??= error
    for (const waiter of this.#waiters.splice(0)) waiter.reject(this.#fault)
  }

  #newRef(): string {
    this.#refs += 1
    return `ref-${this.#refs}`
  }

  #tail(): string {
    return this.texts
      .slice(-5)
      .map((text) => text.slice(0, 300))
      .join('\n')
  }
}

/** Connects and says hello. */
export async function connect(url: string, token: string): Promise<TestClient> {
  const client = new TestClient(url)
  await client.opened()
  client.send({ type: 'hello', token })
  await client.next('welcome')
  return client
}
