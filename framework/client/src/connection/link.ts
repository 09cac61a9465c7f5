import { codecOf, type Frame, type FrameReader, type ReadingCodec } from '@gridtick/protocol/codecs'
import { closeCodes, given } from '@gridtick/protocol/codes'
import type { ClientMessage, ServerMessage } from '@gridtick/protocol/messages'
import type { ErrorAnswer, Welcome } from '../client.ts'
import type { Runtime } from '../runtime.ts'
import type { WebSocketClass, WebSocketLike } from '../web-socket-like.ts'
import { PacedSender } from './paced-sender.ts'

/** No welcome by then: given up. */
const openMsMax = 10_000
/** Nothing heard for so many heartbeats: lost, whatever the socket says. */
const silentHeartbeats = 2.5
/** A closing handshake that takes longer is not waited for. */
const closeMs = 2_000

/** How a link ended: what the close frame said, and what the server said before. */
export type Loss = {
  /** 1006 if there was no close frame. */
  readonly code: number
  readonly reason: string
  /** The last `error` before a welcome. */
  readonly refusal?: ErrorAnswer
  readonly reconnectAfterMs?: number
  /** A message of the server could not be understood. */
  readonly isUnreadable?: true
}

export type LinkListener = {
  /** Once, if at all. `sender` lasts as long as the link. */
  welcomed(welcome: Welcome, sender: PacedSender): void
  /** Each frame, and what was read out of it, before that is taken. */
  read(frame: Frame, messages: readonly ServerMessage[]): void
  /** Anything but what is about the connection itself. */
  heard(message: ServerMessage): void
  /** Once, and nothing comes after it. */
  lost(loss: Loss): void
}

type Phase =
  | { readonly name: 'opening' }
  | { readonly name: 'open'; readonly sender: PacedSender }
  | { readonly name: 'lost' }

/** One socket from its opening to its end: hello, welcome, messages, signs of life. It is never used again. */
export class Link {
  readonly #socket: WebSocketLike
  readonly #runtime: Runtime
  readonly #listener: LinkListener
  readonly #codecs: readonly ReadingCodec[]
  #reader: FrameReader | undefined
  readonly #gone: Promise<void>
  #phase: Phase = { name: 'opening' }
  #cancelTimer: () => void
  #heardAtMs: number
  #pingedAtMs: number
  #refusal: ErrorAnswer | undefined
  #reconnectAfterMs: number | undefined
  #isSuperseded = false
  #tellGone = () => {}

  /** Throws what the WebSocket throws, as a SyntaxError for a bad url. */
  constructor(options: {
    readonly url: string
    readonly token: string
    readonly name: string | undefined
    readonly WebSocket: WebSocketClass
    readonly runtime: Runtime
    readonly listener: LinkListener
    /** That are offered, by preference. */
    readonly codecs: readonly ReadingCodec[]
  }) {
    const { url, token, name, runtime, codecs } = options
    this.#codecs = codecs
    this.#runtime = runtime
    this.#listener = options.listener
    this.#gone = new Promise((resolve) => {
      this.#tellGone = resolve
    })
    this.#heardAtMs = runtime.monotonic()
    this.#pingedAtMs = this.#heardAtMs
    this.#socket = new options.WebSocket(
      url,
      codecs.map(({ subprotocol }) => subprotocol),
    )
    this.#socket.binaryType = 'arraybuffer'
    this.#cancelTimer = runtime.after(openMsMax, () => this.#giveUp('no welcome came'))
    const hello: ClientMessage = { type: 'hello', token, ...given({ client: name }) }
    this.#socket.onopen = () => this.#write(JSON.stringify(hello))
    this.#socket.onmessage = (event: { readonly data: unknown }) => this.#read(event.data)
    // What went wrong is told by the close that follows; a browser tells nothing more.
    this.#socket.onerror = () => {}
    this.#socket.onclose = (event: { readonly code?: number; readonly reason?: string }) => {
      this.#end({ code: event.code ?? 1006, reason: event.reason ?? '' })
      this.#tellGone()
    }
  }

  /** Ends it without telling `lost`. Resolves when the socket is gone, or does not answer. */
  async close(): Promise<void> {
    this.#stop()
    this.#socket.close(closeCodes.normal)
    const cancel = this.#runtime.after(closeMs, () => {
      this.#socket.terminate?.()
      this.#tellGone()
    })
    await this.#gone
    cancel()
  }

  #read(data: unknown): void {
    if (this.#phase.name === 'lost') return
    this.#heardAtMs = this.#runtime.monotonic()
    let type = 'frame'
    try {
      this.#reader ??= this.#codec().createReader()
      const frame = toFrame(data)
      const messages = this.#reader.read(frame)
      this.#listener.read(frame, messages)
      for (const message of messages) {
        type = String(message.type)
        this.#take(message)
        if (this.#isLost()) return
      }
    } catch (error) {
      // It does not keep to the protocol. The program must not end for it, and the next connection begins with whole views.
      const reason = error instanceof Error ? error.message : String(error)
      this.#giveUp(`a message of the server cannot be understood (${type}: ${reason})`, { isUnreadable: true })
    }
  }

  /** On which the two have agreed. */
  #codec(): ReadingCodec {
    return codecOf(this.#codecs, this.#socket.protocol)
  }

  #take(message: ServerMessage): void {
    switch (message.type) {
      case 'welcome':
        this.#welcome(message)
        return
      case 'pong':
        if (this.#phase.name === 'open') this.#phase.sender.answered(message.at)
        return
      case 'bye':
        this.#reconnectAfterMs = message.reconnectAfterMs
        return
      case 'superseded':
        // The close frame that says the same may get lost, and coming back would throw out the other connection.
        this.#isSuperseded = true
        return
      case 'error':
        if (this.#phase.name === 'opening') this.#refusal = message
        break
    }
    this.#listener.heard(message)
  }

  #welcome({ type: _type, ...welcome }: Extract<ServerMessage, { type: 'welcome' }>): void {
    if (this.#phase.name !== 'opening') return
    const { limits, heartbeatMs } = welcome
    const { hasReceipts } = this.#codec()
    const sender = new PacedSender({ limits, hasReceipts, runtime: this.#runtime, send: (text) => this.#write(text) })
    this.#phase = { name: 'open', sender }
    this.#cancelTimer()
    this.#watchLife(sender, heartbeatMs)
    this.#listener.welcomed(welcome, sender)
  }

  /** Pings where it is silent: pings of the socket itself are answered where a program in a browser cannot see it. */
  #watchLife(sender: PacedSender, heartbeatMs: number): void {
    this.#cancelTimer = this.#runtime.after(heartbeatMs / 2, () => {
      const now = this.#runtime.monotonic()
      const silentMs = now - this.#heardAtMs
      if (silentMs > heartbeatMs * silentHeartbeats) {
        this.#giveUp('nothing was heard')
        return
      }
      if (silentMs >= heartbeatMs && now - this.#pingedAtMs >= heartbeatMs) {
        this.#pingedAtMs = now
        sender.pushUrgent({ type: 'ping' })
      }
      this.#watchLife(sender, heartbeatMs)
    })
  }

  /** A socket that throws on sending is closing; its end is told by its close. */
  #write(text: string): void {
    try {
      this.#socket.send(text)
    } catch {
      this.#giveUp('the socket does not take anything')
    }
  }

  #giveUp(reason: string, why: Pick<Loss, 'isUnreadable'> = {}): void {
    if (this.#phase.name === 'lost') return
    if (this.#socket.terminate === undefined) this.#socket.close()
    else this.#socket.terminate()
    this.#end({ code: 1006, reason, ...why })
  }

  #end(end: Pick<Loss, 'code' | 'reason' | 'isUnreadable'>): void {
    if (this.#phase.name === 'lost') return
    this.#stop()
    this.#listener.lost({
      ...end,
      ...(this.#isSuperseded ? { code: closeCodes.superseded } : {}),
      ...given({ refusal: this.#refusal, reconnectAfterMs: this.#reconnectAfterMs }),
    })
  }

  /** Whoever was given a message may have closed it. */
  #isLost(): boolean {
    return this.#phase.name === 'lost'
  }

  #stop(): void {
    if (this.#phase.name === 'open') this.#phase.sender.stop()
    this.#phase = { name: 'lost' }
    this.#cancelTimer()
  }
}

/** A socket gives a text, or bytes in one of two ways. What else it may give is no message to any codec. */
function toFrame(data: unknown): Frame {
  if (data instanceof ArrayBuffer) return new Uint8Array(data)
  if (ArrayBuffer.isView(data)) return new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
  return String(data)
}
