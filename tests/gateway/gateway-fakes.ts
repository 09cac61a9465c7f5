import type { Clock } from '../../framework/engine/src/ports/clock.ts'
import { defaultLimits, type Limits } from '../../framework/engine/src/ports/limits.ts'
import type { Logger } from '../../framework/engine/src/ports/logger.ts'
import { noTelemetry, type Telemetry } from '../../framework/engine/src/ports/telemetry.ts'
import type { PlayZones } from '../../framework/engine/src/ports/zone-link.ts'
import { serverMessageSchema } from '../../framework/protocol/src/server-messages.ts'
import type { ClientSocket, SocketListener, SocketOrigin } from '../../framework/server/src/gateway/client-socket.ts'
import { createGateway } from '../../framework/server/src/gateway/gateway.ts'
import type { VerifiedPlayer } from '../../framework/server/src/gateway/player-identity.ts'
import { readFrames } from './read-frames.ts'

/** A clock that stands until it is moved. */
export function createHeldClock() {
  let time = 1_000
  let wallOffset = 1_700_000_000_000
  let timers: { readonly at: number; readonly callback: () => void }[] = []
  const runDue = () => {
    for (;;) {
      const next = timers.filter((timer) => timer.at <= time).sort((one, other) => one.at - other.at)[0]
      if (next === undefined) return
      timers = timers.filter((timer) => timer !== next)
      next.callback()
    }
  }
  const clock: Clock = {
    now: () => time + wallOffset,
    monotonic: () => time,
    after(delayMs, callback) {
      const timer = { at: time + delayMs, callback }
      timers.push(timer)
      return () => {
        timers = timers.filter((other) => other !== timer)
      }
    },
  }
  return {
    clock,
    /** Time passes and every timer comes when it is due. */
    advance(ms: number) {
      const end = time + ms
      for (;;) {
        const next = Math.min(...timers.map((timer) => timer.at))
        if (next > end) break
        time = Math.max(time, next)
        runDue()
      }
      time = end
    },
    /** Time passes while the process sleeps: all timers come late. */
    sleep(ms: number) {
      time += ms
      runDue()
    },
    jumpWallClock(ms: number) {
      wallOffset += ms
    },
    timers: () => timers.length,
  }
}

export type FakeMessage = { readonly type: string; readonly [field: string]: unknown }

/** A socket that keeps what it was told. `isReading: false`: the other side takes nothing. */
export function createFakeSocket() {
  const sent: string[] = []
  const opcodes: ('text' | 'binary')[] = []
  let unwritten: { readonly bytes: number; readonly onWritten: () => void }[] = []
  const state = {
    isReading: true,
    writes: 0,
    pings: 0,
    closed: undefined as { code: number; reason: string } | undefined,
    closeCalls: 0,
    isTerminated: false,
    bufferedMax: 0,
  }
  const bufferedBytes = () => unwritten.reduce((sum, { bytes }) => sum + bytes, 0)
  const socket: ClientSocket = {
    write(frames, onWritten = () => {}) {
      state.writes += 1
      for (const { opcode, payload } of readFrames(frames)) {
        sent.push(payload)
        opcodes.push(opcode)
      }
      if (state.isReading) return onWritten()
      unwritten.push({ bytes: frames.length, onWritten })
      state.bufferedMax = Math.max(state.bufferedMax, bufferedBytes())
    },
    close(code, reason) {
      state.closed ??= { code, reason }
      state.closeCalls += 1
    },
    terminate() {
      state.isTerminated = true
      unwritten = []
    },
    ping: () => {
      state.pings += 1
    },
    bufferedBytes,
  }
  return {
    socket,
    state,
    sent,
    opcodes,
    messages: () => sent.map((text) => JSON.parse(text) as FakeMessage),
    ofType: (type: string) => sent.map((text) => JSON.parse(text) as FakeMessage).filter((one) => one.type === type),
    /** The other side reads again: one frame after the other is taken. */
    drain() {
      state.isReading = true
      const waiting = unwritten
      for (const { onWritten } of waiting) {
        unwritten = unwritten.slice(1)
        onWritten()
      }
    },
  }
}

type RequestOf<Call> = Call extends keyof PlayZones ? Parameters<PlayZones[Call]>[0] : unknown

export type HostCall = { readonly call: string; readonly request: unknown }

/** A zone host that only keeps what it was asked; `answers` replaces single calls. */
export function createFakeHost(answers: Partial<PlayZones> = {}) {
  const calls: HostCall[] = []
  const known: Partial<PlayZones> = {
    subscribe: async () => {},
    unsubscribe: async () => {},
    leave: async () => {},
    connectionClosed: () => {},
    setCongested: () => {},
    submitIntent: async () => ({
      accepted: true,
      intentId: 'i1',
    }),
    query: async () => ({ ok: true, value: { tick: 7, result: { answer: 42 } } }),
    ...answers,
  }
  const host = new Proxy(known as PlayZones, {
    get: (target, call: keyof PlayZones) =>
      call in target
        ? (...request: unknown[]) => {
            calls.push({ call, request: request.length === 1 ? request[0] : request })
            return (target[call] as (...request: unknown[]) => unknown)(...request)
          }
        : undefined,
  })
  const named = <Call extends string>(call: Call) =>
    calls.filter((one) => one.call === call).map(({ request }) => request as RequestOf<Call>)
  return {
    host,
    calls,
    named,
    /** The connections that it was told are closed. */
    closed: () => named('connectionClosed').map(({ connectionId }) => connectionId),
    /** Each connection that it was told takes no more, or more again. */
    congested: () => named('setCongested').map(({ connectionId, isCongested }) => [connectionId, isCongested]),
  }
}

export const farFuture = 4_000_000_000_000

/** A message that the fake zone host accepts. */
export const step = { type: 'intent', zoneId: 'z1', intent: { type: 'step', dx: 1 } }

/** The token "anna" is that of player p-anna; "bad" is nobody's. */
export async function verifyFakeToken(token: string): Promise<VerifiedPlayer | undefined> {
  if (token === 'bad') return undefined
  return { playerId: `p-${token}`, displayName: token, role: 'player', expiresAt: farFuture }
}

/** A gateway over fakes. `connect` opens a socket, `join` says hello as well. */
export function createTestGateway(
  options: {
    readonly limits?: Partial<Limits>
    readonly answers?: Partial<PlayZones>
    readonly verifyToken?: (token: string) => Promise<VerifiedPlayer | undefined>
  } = {},
) {
  const held = createHeldClock()
  const limits: Limits = { ...defaultLimits, ...options.limits }
  const fakeHost = createFakeHost(options.answers)
  const closedCodes: number[] = []
  const logged: { fields: object; message: string }[] = []
  const log = (fields: object, message: string) => logged.push({ fields, message })
  const logger: Logger = { debug() {}, info: log, warn: log, error: log }
  const telemetry: Telemetry = { ...noTelemetry, closed: (code) => closedCodes.push(code) }
  const gateway = createGateway({
    host: () => fakeHost.host,
    verifyToken: options.verifyToken ?? verifyFakeToken,
    limits,
    clock: held.clock,
    logger,
    telemetry,
    serverVersion: '1.2.3',
  })

  function connect(origin: Partial<SocketOrigin> = {}) {
    const fake = createFakeSocket()
    const listener: SocketListener = gateway.accept(fake.socket, { address: '10.0.0.1', ...origin })
    const say = (message: unknown) => listener.text(typeof message === 'string' ? message : JSON.stringify(message))
    return { ...fake, listener, say }
  }

  async function join(token = 'anna', origin: { readonly address?: string } = {}) {
    const client = connect(origin)
    client.say({ type: 'hello', token })
    await settle()
    const connectionId = String(client.ofType('welcome')[0]?.connectionId)
    return { ...client, connectionId }
  }

  return { gateway, ...held, limits, fakeHost, closedCodes, logged, connect, join }
}

/** Lets everything happen that only waits for promises. */
export async function settle(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve))
}

/** Whether all that was sent is a message of the protocol. */
export function areAllMessages(sent: readonly string[]): boolean {
  return sent.every((text) => serverMessageSchema.safeParse(JSON.parse(text)).success)
}
