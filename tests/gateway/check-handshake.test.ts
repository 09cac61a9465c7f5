import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import * as library from 'ws'
import { bearerToken, checkHandshake, type Handshake } from '../../framework/server/src/gateway/check-handshake.ts'
import { createClientAddress } from '../../framework/server/src/gateway/client-address.ts'
import { isExtensionList, isProtocolList } from '../../framework/server/src/gateway/header-syntax.ts'
import { findForeign, ownOrigins } from '../../framework/server/src/gateway/origin-and-host.ts'
import { size } from '../lanes/size.ts'

// The types of the library leave its parsers out.
type Parser = { parse(header: string): unknown }
const { extension, subprotocol } = library as unknown as { extension: Parser; subprotocol: Parser }

const policy = { route: '/v1/ws', basePath: '', allowedHosts: ['localhost', '127.0.0.1', '[::1]'] }

const goodHeaders = {
  host: ['localhost:8787'],
  upgrade: ['websocket'],
  connection: ['Upgrade'],
  'sec-websocket-version': ['13'],
  'sec-websocket-key': ['dGhlIHNhbXBsZSBub25jZQ=='],
}

function statusOf(changes: Partial<Handshake>, headers: Record<string, string[] | undefined> = {}): number {
  const handshake: Handshake = {
    method: 'GET',
    httpVersion: '1.1',
    url: '/v1/ws',
    localPort: 8787,
    ...changes,
    headers: { ...goodHeaders, ...headers },
  }
  return checkHandshake(handshake, policy)?.status ?? 101
}

describe('[SEC-2] a handshake', () => {
  test.each<[string, Record<string, string[] | undefined>]>([
    ['as it should be', {}],
    ['in other letters', { upgrade: ['WebSocket'], connection: ['keep-alive, UPGRADE'] }],
    ['with Connection on two lines', { connection: ['keep-alive', 'Upgrade'] }],
    ['of a page of our own', { origin: ['http://localhost:8787'] }],
    ['with subprotocols', { 'sec-websocket-protocol': ['gridtick.v1, other'] }],
    ['with compression offered', { 'sec-websocket-extensions': ['permessage-deflate; client_max_window_bits'] }],
    ['at another port of a known host', { host: ['127.0.0.1:1'] }],
  ])('%s is taken', (_, headers) => {
    expect(statusOf({}, headers)).toBe(101)
  })

  test.each<[number, string, Partial<Handshake>, Record<string, string[] | undefined>]>([
    [400, 'no Host', {}, { host: undefined }],
    [400, 'two Hosts', {}, { host: ['localhost', 'evil'] }],
    [400, 'two Origins', {}, { origin: ['http://localhost:8787', 'http://evil'] }],
    [403, 'a foreign Host', {}, { host: ['evil.example'] }],
    [403, 'a Host with user', {}, { host: ['evil@localhost'] }],
    [403, 'a foreign Origin', {}, { origin: ['http://evil.example'] }],
    [403, 'our host at another port as Origin', {}, { origin: ['http://localhost:9999'] }],
    [403, 'Origin null', {}, { origin: ['null'] }],
    [403, 'a foreign Origin, whatever else is wrong', { method: 'POST', url: '//' }, { origin: ['http://evil'] }],
    [400, 'HTTP/1.0', { httpVersion: '1.0' }, {}],
    [400, 'GET //', { url: '//' }, {}],
    [400, 'an absolute path', { url: 'http://localhost/v1/ws' }, {}],
    [400, 'no path', { url: undefined }, {}],
    [404, 'another path', { url: '/v1/wsx' }, {}],
    [404, 'a path with dots', { url: '/v1/../v1/ws' }, {}],
    [405, 'POST', { method: 'POST' }, {}],
    [400, 'a token in the query', { url: '/v1/ws?token=x' }, {}],
    [400, 'a token in the query, written otherwise', { url: '/v1/ws?a=b&%74oken=x' }, {}],
    [400, 'Upgrade: h2c', {}, { upgrade: ['h2c'] }],
    [400, 'Upgrade to two', {}, { upgrade: ['websocket, h2c'] }],
    [400, 'Upgrade twice', {}, { upgrade: ['websocket', 'websocket'] }],
    [400, 'Connection without upgrade', {}, { connection: ['keep-alive'] }],
    [426, 'version 8', {}, { 'sec-websocket-version': ['8'] }],
    [426, 'version 13.0', {}, { 'sec-websocket-version': ['13.0'] }],
    [426, 'no version', {}, { 'sec-websocket-version': undefined }],
    [400, 'no key', {}, { 'sec-websocket-key': undefined }],
    [400, 'a short key', {}, { 'sec-websocket-key': ['dGhl'] }],
    [400, 'a long key', {}, { 'sec-websocket-key': [`AAAA${goodHeaders['sec-websocket-key'][0]}`] }],
    [400, 'two keys', {}, { 'sec-websocket-key': Array(2).fill(goodHeaders['sec-websocket-key'][0]) }],
    [400, 'an empty protocol', {}, { 'sec-websocket-protocol': [''] }],
    [400, 'a protocol twice', {}, { 'sec-websocket-protocol': ['a', 'a'] }],
    [400, 'a protocol with a space', {}, { 'sec-websocket-protocol': ['a b'] }],
    [400, 'a malformed extension', {}, { 'sec-websocket-extensions': ['a;;b'] }],
  ])('%i for %s', (status, _, changes, headers) => {
    expect(statusOf(changes, headers)).toBe(status)
  })

  test('[WIRE-7] the socket is at its route, and at that below the path of a proxy', () => {
    const statusAt = (url: string) =>
      checkHandshake(
        { method: 'GET', httpVersion: '1.1', url, localPort: 8787, headers: goodHeaders },
        { ...policy, basePath: '/games/grid' },
      )?.status
    for (const url of ['/v1/ws', '/games/grid/v1/ws', '/games/grid/v1/ws?a=b'])
      expect(statusAt(url), url).toBeUndefined()
    for (const url of [
      '/games/v1/ws',
      '/games/grid',
      '/games/gridlock/v1/ws',
      '/games/grid//v1/ws',
      '/GAMES/grid/v1/ws',
    ])
      expect(statusAt(url), url).toBe(404)
    expect(statusAt('/games/grid/v1/ws?token=x')).toBe(400)
  })

  test('[SEC-2] a list of origins replaces those of the server, and is compared letter by letter', () => {
    const handshake = { method: 'GET', httpVersion: '1.1', url: '/v1/ws', localPort: 8787 }
    const allowedOrigins = ['https://game.example', 'capacitor://localhost', 'app://game']
    const check = (origin: string) =>
      checkHandshake({ ...handshake, headers: { ...goodHeaders, origin: [origin] } }, { ...policy, allowedOrigins })
    expect(check('https://game.example')).toBeUndefined()
    expect(check('http://localhost:8787')?.status).toBe(403)
    for (const app of ['capacitor://localhost', 'app://game']) expect(check(app), app).toBeUndefined()
    for (const foreign of [
      'https://game.example.evil',
      'https://game.example/',
      'HTTPS://game.example',
      'null',
      'app://other',
      'tauri://localhost',
      '*',
    ])
      expect(check(foreign)?.status, foreign).toBe(403)
  })

  test('what is well-formed here is well-formed to the library', () => {
    const text = fc.string({ unit: fc.constantFrom(...'ab,;= \t"\\(é!'.split('')), maxLength: 12 })
    const parses = (parse: (header: string) => unknown, header: string) => {
      try {
        parse(header)
        return true
      } catch {
        return false
      }
    }
    fc.assert(
      fc.property(text, (raw) => {
        const header = raw.trim()
        if (isProtocolList(header)) expect(parses(subprotocol.parse, header)).toBe(true)
        if (isExtensionList(header) && !/[ \t]=|=[ \t]/.test(header)) expect(parses(extension.parse, header)).toBe(true)
      }),
      { numRuns: size({ usual: 2_000, long: 200_000 }) },
    )
  })

  test('a bearer token is read, anything else is none', () => {
    expect(bearerToken({ authorization: ['Bearer abc.def'] })).toBe('abc.def')
    expect(bearerToken({ authorization: ['bearer abc'] })).toBe('abc')
    for (const lines of [['Basic abc'], ['Bearer'], ['Bearer a b'], ['Bearer a', 'Bearer b'], undefined])
      expect(bearerToken({ authorization: lines })).toBeUndefined()
  })
})

describe('[SEC-2] origin and host', () => {
  test('own origins carry the port, but for that of http', () => {
    expect(ownOrigins(['localhost', '[::1]'], 8787)).toEqual(['http://localhost:8787', 'http://[::1]:8787'])
    expect(ownOrigins(['LOCALHOST'], 80)).toEqual(['http://localhost'])
  })

  test.each([
    ['localhost', undefined],
    ['LOCALHOST:1', undefined],
    ['[::1]', undefined],
    ['[::1]:8787', undefined],
    ['localhost.', 'host'],
    ['localhost:', 'host'],
    ['localhost:x', 'host'],
    ['localhost:8787:1', 'host'],
    ['::1', 'host'],
    ['', 'host'],
    [undefined, 'host'],
  ])('Host %s: %s', (host, expected) => {
    expect(findForeign({ host, origin: undefined, localPort: 8787 }, policy)).toBe(expected)
  })
})

describe('client address', () => {
  const direct = createClientAddress([])
  const proxied = createClientAddress(['10.0.0.0/8', '::1', '192.168.1.7'])

  test.each([
    ['a socket of its own', direct, '203.0.113.9', undefined, '203.0.113.9'],
    ['who is no proxy cannot say who it is', direct, '203.0.113.9', '1.1.1.1', '203.0.113.9'],
    ['IPv4 over IPv6', direct, '::ffff:203.0.113.9', undefined, '203.0.113.9'],
    ['IPv6 by /64', direct, '2001:db8:1:2:3:4:5:6', undefined, '2001:db8:1:2::/64'],
    ['the same /64, written short', direct, '2001:db8:1:2::99', undefined, '2001:db8:1:2::/64'],
    ['another /64', direct, '2001:db8:1:3::99', undefined, '2001:db8:1:3::/64'],
    ['with a zone', direct, 'fe80::1%eth0', undefined, 'fe80:0:0:0::/64'],
    ['no socket any more', direct, undefined, undefined, 'unknown'],
    ['forwarded', proxied, '10.1.2.3', '203.0.113.9', '203.0.113.9'],
    ['forwarded by a proxy over IPv6', proxied, '::1', '203.0.113.9', '203.0.113.9'],
    ['through two proxies', proxied, '::ffff:10.1.2.3', '203.0.113.9, 192.168.1.7', '203.0.113.9'],
    ['what the client wrote itself does not count', proxied, '10.1.2.3', '1.1.1.1, 203.0.113.9', '203.0.113.9'],
    ['nothing forwarded', proxied, '10.1.2.3', undefined, '10.1.2.3'],
    ['nonsense forwarded', proxied, '10.1.2.3', '203.0.113.9, nonsense', '10.1.2.3'],
    ['only proxies', proxied, '10.1.2.3', '10.9.9.9', '10.9.9.9'],
  ])('%s', (_, clientAddress, remoteAddress, forwardedFor, expected) => {
    expect(clientAddress({ remoteAddress, forwardedFor })).toBe(expected)
  })

  test.each(['proxy.example', '10.0.0.0/33', '10.0.0.0/8/8', '10.0.0.0/x', ''])('%s is no proxy', (entry) => {
    expect(() => createClientAddress([entry])).toThrow(TypeError)
  })
})
