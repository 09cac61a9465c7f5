import type { IncomingMessage } from 'node:http'
import type { Clock } from '../../framework/engine/src/ports/clock.ts'
import { defaultLimits, type Limits } from '../../framework/engine/src/ports/limits.ts'
import type { Logger } from '../../framework/engine/src/ports/logger.ts'
import { createAuthenticator, type Session } from '../../framework/server/src/auth/authenticator.ts'
import { createPasswords } from '../../framework/server/src/auth/passwords.ts'
import { createUnknownProxies } from '../../framework/server/src/gateway/unknown-proxies.ts'
import { createMetrics } from '../../framework/server/src/observe/metrics.ts'
import { createRestApp } from '../../framework/server/src/rest/app.ts'
import type { RestDependencies } from '../../framework/server/src/rest/dependencies.ts'
import { createSettlements } from '../../framework/server/src/rest/settlements.ts'
import { createMemoryAccountStorage } from '../../framework/storage-memory/src/memory-account-storage.ts'
import { createFakeHost, zone } from './fake-host.ts'

/** Runs callbacks when told to. */
export function createHandClock(): Clock & { advance(ms: number): void } {
  let now = Date.UTC(2026, 0, 1)
  const timers = new Set<{ readonly dueMs: number; readonly callback: () => void }>()
  return {
    now: () => now,
    monotonic: () => now,
    after(delayMs, callback) {
      const timer = { dueMs: now + delayMs, callback }
      timers.add(timer)
      return () => timers.delete(timer)
    },
    advance(ms) {
      now += ms
      for (const timer of [...timers].filter(({ dueMs }) => dueMs <= now)) {
        timers.delete(timer)
        timer.callback()
      }
    },
  }
}

const debugUser = { name: 'Operator', password: 'a long enough one' }

export type Ask = {
  readonly body?: unknown
  readonly text?: string
  readonly token?: string | undefined
  readonly headers?: Readonly<Record<string, string>>
  readonly from?: string
}

/** A whole REST side over a fake host, to be asked without a network; `limits` and `change` go over the defaults. */
export async function createRestWorld(
  options: { readonly limits?: Partial<Limits>; readonly change?: Partial<RestDependencies> } = {},
) {
  const limits = { ...defaultLimits, ...options.limits }
  const clock = createHandClock()
  const settlements = createSettlements(limits, clock)
  const host = createFakeHost(settlements.settled)
  const lines: { readonly level: string; readonly fields: object; readonly message: string }[] = []
  const line = (level: string) => (fields: object, message: string) => void lines.push({ level, fields, message })
  const logger: Logger = { debug: line('debug'), info: line('info'), warn: line('warn'), error: line('error') }
  const authenticator = createAuthenticator({
    secret: 'x'.repeat(32),
    debugUser,
    accounts: createMemoryAccountStorage(),
    passwords: createPasswords(limits, { N: 16, r: 1, p: 1 }),
    clock,
    limits,
    logger,
  })
  const metrics = createMetrics()
  const dependencies: RestDependencies = {
    host,
    routes: undefined,
    settlements,
    authenticator,
    limits,
    clock,
    logger,
    metrics,
    serverVersion: '1.2.3',
    isAllowedHost: (name) => name === undefined || name === 'here',
    isAllowedOrigin: (origin) => origin === 'http://here',
    clientAddress: (request: IncomingMessage) => request.socket.remoteAddress ?? '',
    unknownProxies: createUnknownProxies({ trustedProxies: ['10.0.0.0/8'], limits, logger }),
    basePath: '',
    metricsToken: undefined,
    site: undefined,
    isDraining: () => false,
    connections: () => 5,
    ...options.change,
  }
  const app = createRestApp(dependencies)
  const operator = { username: 'operator', password: debugUser.password }
  const login = await authenticator.login({ ...operator, address: 'setup', isThisMachine: false })
  if (!login.ok) throw new Error('the debug user cannot log in')
  const people: Record<'player' | 'member' | 'debug', Session> = {
    player: await authenticator.guest('Player'),
    member: await authenticator.guest('Member'),
    debug: login.session,
  }
  host.zones.set('z1', zone({}))
  host.members.set('z1', new Set([people.member.playerId]))

  async function ask(method: string, path: string, { body, text, token, headers, from = '9.9.9.9' }: Ask = {}) {
    const content = text ?? (body === undefined ? undefined : JSON.stringify(body))
    const request = {
      method,
      headers: {
        ...(content === undefined ? {} : { 'content-type': 'application/json' }),
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...headers,
      },
      ...(content === undefined ? {} : { body: content }),
    }
    const response = await app.request(path, request, {
      incoming: { socket: { remoteAddress: from }, headers: request.headers },
    })
    // Taken first: read before, a body of node-server's forgets the headers that were added to its answer.
    const { headers: answerHeaders } = response
    const answer = await response.text()
    const isJson = /json/.test(answerHeaders.get('content-type') ?? '') && answer !== ''
    return {
      status: response.status,
      headers: answerHeaders,
      text: answer,
      json: isJson ? JSON.parse(answer) : undefined,
    }
  }
  return { app, host, clock, lines, authenticator, limits, people, ask, metrics, settlements }
}
