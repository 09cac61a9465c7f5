import { type Frame, type ReadingCodec, readingCodecs } from '@gridtick/protocol/codecs'
import { closeCodes, subprotocol } from '@gridtick/protocol/codes'
import type { ServerMessage } from '@gridtick/protocol/messages'
import type { ClientOptions, ClientStatus, Welcome } from '../client.ts'
import type { Runtime } from '../runtime.ts'
import type { WebSocketClass } from '../web-socket-like.ts'
import { backOffMs } from './back-off.ts'
import { Link, type LinkListener, type Loss } from './link.ts'
import type { PacedSender } from './paced-sender.ts'
import { verdictOn } from './verdict-on-loss.ts'

/** A connection that lasted so long was a good one: the next loss is the first again. */
const stableMs = 5_000
/** `retryNow` leads to no attempt sooner than this after the one before: a server takes so many handshakes, no more. */
const attemptGapMs = 1_000

export type KeeperListener = {
  statusChanged(status: ClientStatus): void
  /** Connected, for the first time or again: all that hangs on a connection begins anew. */
  connected(welcome: Welcome, sender: PacedSender): void
  read(frame: Frame, messages: readonly ServerMessage[]): void
  heard(message: ServerMessage): void
  /** The connection is lost, and another will be tried. */
  lost(): void
}

type Phase =
  | { readonly name: 'asking' }
  | { readonly name: 'opening'; readonly link: Link }
  | { readonly name: 'connected'; readonly link: Link; readonly sinceMs: number }
  /** Moments are monotonic. Asked to hurry, it begins at `earliestAtMs`. */
  | { readonly name: 'waiting'; readonly cancel: () => void; readonly untilMs: number; readonly earliestAtMs: number }
  | { readonly name: 'closed' }

/** Keeps a connection: asks for a token, opens a link, and after a loss waits and begins again, until it is closed for good. */
export class ConnectionKeeper {
  readonly #options: ClientOptions
  readonly #WebSocket: WebSocketClass
  readonly #runtime: Runtime
  readonly #listener: KeeperListener
  #phase: Phase = { name: 'asking' }
  #status: ClientStatus = { phase: 'connecting' }
  /** That are offered, by preference. */
  #codecs: readonly ReadingCodec[]
  /** Losses since the last good connection, or since `retryNow`. */
  #attempts = 0
  /** `retryNow` was called since the last loss. */
  #isHurried = false
  /** The server said with the last loss that it is too much (4429, 1013). */
  #isPatient = false
  /** When the latest attempt began, monotonic. */
  #triedAtMs = 0
  /** The token was refused, and a fresh one is being tried. */
  #isTokenDoubted = false
  /** Each attempt to connect has its own; what comes of an earlier one is not heard. */
  #attempt: symbol | undefined
  #closing: Promise<void> = Promise.resolve()

  constructor(options: ClientOptions, WebSocket: WebSocketClass, runtime: Runtime, listener: KeeperListener) {
    this.#options = options
    this.#codecs = options.encoding === 'json' ? onlyJson : readingCodecs
    this.#WebSocket = WebSocket
    this.#runtime = runtime
    this.#listener = listener
  }

  get status(): ClientStatus {
    return this.#status
  }

  /** Never rejects. Each attempt ends with a link, or a loss. */
  async connect(): Promise<void> {
    const attempt = Symbol('attempt')
    this.#attempt = attempt
    this.#phase = { name: 'asking' }
    this.#triedAtMs = this.#runtime.monotonic()
    const token = await this.#askForToken()
    if (this.#attempt !== attempt || this.#phase.name !== 'asking') return
    if (typeof token !== 'string') return this.#retry({ code: 1006, reason: `no token: ${textOf(token.error)}` })
    try {
      this.#open(token, attempt)
    } catch (error) {
      this.#retry({ code: 1006, reason: `no socket: ${textOf(error)}` })
    }
  }

  /** Begins the back-off anew, and brings an attempt that is waited for forward as far as may be. */
  retryNow(): void {
    if (this.#isPatient || this.#phase.name === 'closed') return
    this.#attempts = 0
    this.#isHurried = true
    this.#hurry()
  }

  #hurry(): void {
    const waiting = this.#phase
    const status = this.#status
    if (waiting.name !== 'waiting' || status.phase !== 'reconnecting') return
    const now = this.#runtime.monotonic()
    const beginAtMs = Math.max(now, waiting.earliestAtMs)
    if (beginAtMs >= waiting.untilMs) return
    waiting.cancel()
    this.#wait({ delayMs: beginAtMs - now, earliestAtMs: waiting.earliestAtMs })
    this.#setStatus({ ...status, retryAtMs: this.#runtime.now() + beginAtMs - now })
  }

  /** For good. Resolves when the socket is gone. */
  close(status: Extract<ClientStatus, { phase: 'closed' }>): Promise<void> {
    const before = this.#phase
    if (before.name === 'closed') return this.#closing
    this.#phase = { name: 'closed' }
    if (before.name === 'waiting') before.cancel()
    if (before.name === 'opening' || before.name === 'connected') this.#closing = before.link.close()
    this.#setStatus(status)
    return this.#closing
  }

  async #askForToken(): Promise<string | { readonly error: unknown }> {
    const { token } = this.#options
    try {
      return typeof token === 'string' ? token : await token()
    } catch (error) {
      return { error }
    }
  }

  #open(token: string, attempt: symbol): void {
    const isCurrent = () => this.#attempt === attempt && this.#phase.name !== 'closed'
    const { url, name } = this.#options
    const listener: LinkListener = {
      welcomed: (welcome, sender) => isCurrent() && this.#connected(link, welcome, sender),
      read: (frame, messages) => isCurrent() && this.#listener.read(frame, messages),
      heard: (message) => isCurrent() && this.#listener.heard(message),
      lost: (loss) => isCurrent() && this.#lost(loss),
    }
    const [codecs, WebSocket, runtime] = [this.#codecs, this.#WebSocket, this.#runtime]
    const link = new Link({ url, token, name, codecs, WebSocket, runtime, listener })
    this.#phase = { name: 'opening', link }
  }

  #connected(link: Link, welcome: Welcome, sender: PacedSender): void {
    this.#phase = { name: 'connected', link, sinceMs: this.#runtime.monotonic() }
    this.#isTokenDoubted = false
    this.#setStatus({ phase: 'connected' })
    // Whoever was told may have closed it.
    if (this.#phase.name !== 'connected') return
    this.#listener.connected(welcome, sender)
  }

  #lost(loss: Loss): void {
    const before = this.#phase
    // Whatever is wrong there, the simplest is tried next: bytes that come out wrong once would do so again.
    if (loss.isUnreadable) this.#codecs = onlyJson
    if (before.name === 'connected') {
      if (this.#runtime.monotonic() - before.sinceMs >= stableMs) this.#attempts = 0
      this.#listener.lost()
    }
    if (this.#mayAskForAnotherToken(loss)) {
      this.#isTokenDoubted = true
      void this.connect()
      if (before.name === 'connected') this.#tellReconnecting(loss, { attempt: this.#attempts + 1, delayMs: 0 })
      return
    }
    const verdict = verdictOn(loss)
    if (verdict !== undefined) void this.close({ phase: 'closed', ...verdict })
    else this.#retry(loss)
  }

  /** A token that expired is replaced once by a freshly asked one; a second refusal is final. */
  #mayAskForAnotherToken({ code }: Loss): boolean {
    const isRefused = code === closeCodes.unauthenticated
    return isRefused && typeof this.#options.token === 'function' && !this.#isTokenDoubted
  }

  #retry(loss: Loss): void {
    const { code, refusal, reconnectAfterMs } = loss
    this.#attempts += 1
    this.#isPatient = code === closeCodes.rate || code === closeCodes.tooManyConnections
    const atLeastMs = reconnectAfterMs ?? refusal?.retryAfterMs ?? 0
    const { random } = this.#runtime
    const drawnMs = backOffMs({ attempt: this.#attempts, atLeastMs, isPatient: this.#isPatient, random })
    const now = this.#runtime.monotonic()
    const gapMs = this.#triedAtMs + attemptGapMs - now
    // Who asks again and again to begin anew would always have the shortest delay.
    const delayMs = this.#isHurried ? Math.max(drawnMs, gapMs) : drawnMs
    this.#isHurried = false
    // A server that has too much is not hurried at all.
    const hurriedMs = this.#isPatient ? delayMs : atLeastMs
    this.#wait({ delayMs, earliestAtMs: now + Math.max(hurriedMs, gapMs) })
    this.#tellReconnecting(loss, { attempt: this.#attempts, delayMs })
  }

  #tellReconnecting(
    { code, reason, refusal }: Loss,
    { attempt, delayMs }: { readonly attempt: number; readonly delayMs: number },
  ): void {
    this.#setStatus({
      phase: 'reconnecting',
      attempt,
      retryAtMs: this.#runtime.now() + delayMs,
      reason: refusal?.message ?? (reason === '' ? lossWithoutReason(code) : reason),
    })
  }

  #wait({ delayMs, earliestAtMs }: { readonly delayMs: number; readonly earliestAtMs: number }): void {
    const cancel = this.#runtime.after(delayMs, () => void this.connect())
    this.#phase = { name: 'waiting', cancel, untilMs: this.#runtime.monotonic() + delayMs, earliestAtMs }
  }

  #setStatus(status: ClientStatus): void {
    this.#status = status
    this.#listener.statusChanged(status)
  }
}

const onlyJson = readingCodecs.filter((codec) => codec.subprotocol === subprotocol)

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

/** 1006 only says that there was no close frame. */
function lossWithoutReason(code: number): string {
  return code === 1006 ? 'the connection was lost' : `the connection was lost (${code})`
}
