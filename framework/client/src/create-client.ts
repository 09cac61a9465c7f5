import type { ServerMessage } from '@gridtick/protocol/messages'
import type { Client, ClientEvents, ClientOptions, ClientStatus, Welcome } from './client.ts'
import { ConnectionKeeper } from './connection/connection-keeper.ts'
import type { PacedSender } from './connection/paced-sender.ts'
import { Emitter } from './emitter.ts'
import { closedError, GridtickError } from './gridtick-error.ts'
import type { JoinedZone, ZoneMode } from './joined-zone.ts'
import type { ModuleLike } from './module-like.ts'
import { platformRuntime, type Runtime } from './runtime.ts'
import type { WebSocketClass } from './web-socket-like.ts'
import { createJoinedZone } from './zone/create-joined-zone.ts'
import { ZoneSubscription } from './zone/zone-subscription.ts'

/**
 * Makes a client, which begins to connect at once and keeps on until `close()`, or until coming back makes no sense
 * (superseded, not authenticated). Throws a TypeError that says what is wrong with the options. `runtime` is for tests:
 * time and chance.
 */
export function createClient(options: ClientOptions, runtime: Runtime = platformRuntime): Client {
  const client = new ReconnectingClient(options, socketClassOf(options), runtime)
  client.start()
  return client
}

class ReconnectingClient implements Client {
  readonly #mode: ZoneMode
  readonly #keeper: ConnectionKeeper
  readonly #runtime: Runtime
  readonly #emitter = new Emitter<ClientEvents>()
  readonly #zones = new Map<string, ZoneSubscription>()
  /** Zones that ended while intents of theirs were on their way, until the connection ends too. */
  #endedZones: ZoneSubscription[] = []
  #link: { readonly welcome: Welcome; readonly sender: PacedSender } | undefined
  #welcome: Welcome | undefined
  #refCount = 0

  constructor(options: ClientOptions, WebSocket: WebSocketClass, runtime: Runtime) {
    this.#mode = options.mode ?? 'delta'
    this.#runtime = runtime
    this.#keeper = new ConnectionKeeper(options, WebSocket, runtime, {
      statusChanged: (status) => this.#statusChanged(status),
      connected: (welcome, sender) => this.#connected(welcome, sender),
      read: (frame, messages) => this.#emitter.emit('frame', { frame, messages }),
      heard: (message) => this.#heard(message),
      lost: () => this.#lost(),
    })
  }

  start(): void {
    void this.#keeper.connect()
  }

  get status(): ClientStatus {
    return this.#keeper.status
  }

  get welcome(): Welcome | undefined {
    return this.#welcome
  }

  on<Name extends keyof ClientEvents>(name: Name, listener: (event: ClientEvents[Name]) => void): () => void {
    return this.#emitter.on(name, listener)
  }

  join<Module extends ModuleLike = ModuleLike>(
    zoneId: string,
    { mode = this.#mode }: { readonly mode?: ZoneMode } = {},
  ): Promise<JoinedZone<Module>> {
    const { status } = this
    if (status.phase === 'closed') return Promise.reject(closedError(status.message))
    if (typeof zoneId !== 'string' || zoneId.length < 1 || zoneId.length > 64)
      return Promise.reject(refused('invalid', 'The id of a zone is 1 to 64 characters.'))
    if (this.#zones.has(zoneId))
      return Promise.reject(refused('conflict', 'This client has joined this zone; unsubscribe or leave first.'))
    return new Promise((resolve, reject) => {
      const zone = new ZoneSubscription({
        zoneId,
        mode,
        joining: { resolve: () => resolve(createJoinedZone<Module>(zone, this.#runtime)), reject },
        newRef: () => String(++this.#refCount),
        onEnded: () => this.#zoneEnded(zone),
      })
      this.#zones.set(zoneId, zone)
      if (this.#link !== undefined) this.#connect(zone, this.#link)
    })
  }

  retryNow(): void {
    this.#keeper.retryNow()
  }

  close(): Promise<void> {
    return this.#keeper.close({ phase: 'closed', reason: 'asked', message: 'The client was closed.' })
  }

  #connected(welcome: Welcome, sender: PacedSender): void {
    this.#link = { welcome, sender }
    this.#welcome = welcome
    // One may end with this, and its listener join it again.
    for (const zone of [...this.#zones.values()]) this.#connect(zone, this.#link)
    this.#emitter.emit('connected', welcome)
  }

  #connect(zone: ZoneSubscription, { welcome, sender }: { welcome: Welcome; sender: PacedSender }): void {
    zone.connected({ sender, playerId: welcome.playerId, limits: welcome.limits })
  }

  #lost(): void {
    this.#link = undefined
    for (const zone of [...this.#zones.values(), ...this.#endedZones]) zone.lost()
    this.#endedZones = []
  }

  #heard(message: ServerMessage): void {
    if (message.type === 'error') this.#refused(message)
    if (!('zoneId' in message)) return
    this.#zones.get(message.zoneId)?.heard(message)
    for (const zone of this.#endedZones) if (zone.id === message.zoneId) zone.heard(message)
    this.#endedZones = this.#endedZones.filter(({ intents }) => intents.pending > 0)
  }

  #refused(answer: Extract<ServerMessage, { type: 'error' }>): void {
    const { ref, code, retryAfterMs = 1_000 } = answer
    if (ref !== undefined) {
      for (const zone of this.#zones.values()) if (zone.refused(ref, answer)) return
    } else if (code === 'rate_limited' && this.#link !== undefined) {
      const { sender } = this.#link
      // All that was out is asked again after the first refusal; those that follow are about the same messages.
      const isFirst = !sender.isResting
      sender.rest(retryAfterMs)
      if (isFirst) for (const zone of [...this.#zones.values(), ...this.#endedZones]) zone.askAgain()
    }
  }

  #zoneEnded(zone: ZoneSubscription): void {
    this.#zones.delete(zone.id)
    if (zone.intents.pending > 0) this.#endedZones.push(zone)
  }

  #statusChanged(status: ClientStatus): void {
    if (status.phase === 'closed') this.#closed(status.message)
    this.#emitter.emit('status', status)
    if (status.phase === 'reconnecting') this.#emitter.emit('reconnecting', status)
    if (status.phase === 'closed') this.#emitter.emit('closed', status)
  }

  #closed(message: string): void {
    this.#link = undefined
    for (const zone of [...this.#zones.values(), ...this.#endedZones]) zone.closed(message)
    this.#endedZones = []
  }
}

function refused(code: string, message: string): GridtickError {
  return new GridtickError({ code, message, retryable: false })
}

function socketClassOf({ url, WebSocket }: ClientOptions): WebSocketClass {
  if (!isSocketAddress(url))
    throw new TypeError(`createClient: "${url}" is not the address of a socket, for example ws://localhost:8787/v1/ws.`)
  const platform = (globalThis as { readonly WebSocket?: unknown }).WebSocket
  const found = WebSocket ?? (platform as WebSocketClass | undefined)
  if (found === undefined)
    throw new TypeError('createClient: there is no WebSocket here; give the class of the package "ws" as `WebSocket`.')
  return found
}

function isSocketAddress(url: string): boolean {
  try {
    return /^wss?:$/.test(new URL(url).protocol)
  } catch {
    return false
  }
}
