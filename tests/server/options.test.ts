import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createGameServer, type GameServerOptions, noTelemetry, silentLogger } from '@gridtick/server'
import { createMemoryStorage } from '@gridtick/storage-memory'
import { afterAll, describe, expect, test } from 'vitest'
import { helloGrid } from '../../modules/hello-grid/hello-grid.ts'
import { authSecret } from '../integration/debug-user.ts'

const folder = mkdtempSync(join(tmpdir(), 'gridtick-test-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const good = { storage: createMemoryStorage(), modules: [helloGrid], authSecret, logger: silentLogger }
const without = (module: object, part: string) =>
  Object.fromEntries(Object.entries(module).filter(([key]) => key !== part))
const make = (change: object) => () => createGameServer({ ...good, ...change } as GameServerOptions)

describe('[EMBED-5] options that cannot be right are refused before anything is opened, by their name', () => {
  test.each([
    [{ authSecret: undefined }, '`authSecret` must be a text of at least 32 bytes'],
    [{ authSecret: 'short' }, '`authSecret` must have at least 32 bytes'],
    [{ modules: helloGrid }, '`modules` must be a list of what defineModule'],
    [{ modules: [] }, '`modules` must hold at least one module'],
    [{ modules: [null] }, '`modules` must hold what defineModule({...}) returns; the entry at 0 is none'],
    [{ modules: [{ name: 'x' }] }, 'holds at 0 what does not work: Module "x": `version` must be a string'],
    [
      { modules: [without(helloGrid, 'queries')] },
      'holds at 0 what does not work: Module "hello-grid": `queries` must',
    ],
    [{ modules: [{ ...helloGrid, onTik: 1 }] }, '`onTik` is not a part of a module. Did you mean `onTick`?'],
    [{ modules: [{ ...helloGrid, stateVersion: 'a' }] }, 'holds at 0 what does not work: Module "hello-grid": `stateV'],
    [{ modules: [helloGrid, helloGrid] }, '`modules` must not hold two modules of the name "hello-grid"'],
    [{ storage: {} }, '`storage` must be a storage, a function that opens one'],
    [{ storage: undefined }, 'Name either a databaseUrl'],
    [{ databaseUrl: 'file:./never.db' }, 'Name either a databaseUrl'],
    [
      { limits: { writesPerMinut: 1 } },
      '`limits` has no limit called "writesPerMinut". Did you mean `writesPerMinute`?',
    ],
    [{ limits: { writesPerMinute: 0 } }, '"writesPerMinute" must be a whole number of at least 1'],
    [{ limits: { idleLingerMs: -1 } }, '"idleLingerMs" must be a whole number of at least 0'],
    [{ limits: { idleLingerMs: 2 ** 31 } }, '"idleLingerMs" must be a whole number of at most 2147483647'],
    [{ limits: [] }, '`limits` must be an object'],
    [{ debugUser: { name: 'a', password: 'b' } }, '`debugUser.password` must have at least 12 characters'],
    [{ routes: 5 }, '`routes` must be a function'],
    [{ site: {} }, '`site` must have a function read(name)'],
    [{ basePath: 'x y' }, '`basePath` must begin with a slash'],
    [{ basePath: '/v1' }, '`basePath` must not begin with /v1, which the server itself has there'],
    [{ basePath: '/app/x' }, '`basePath` must not begin with /app, which the server itself has there'],
    [{ basePath: '/a/' }, '`basePath` must be a path without a slash at its end'],
    [{ storage: undefined, databaseUrl: 'libsql://a' }, '`databaseUrl` must be a file, for example'],
    [{ storage: undefined, databaseUrl: 'file:a%00b' }, 'no file has a NUL in its name'],
    [{ trustedProxies: ['10.0.0.0/99'] }, '`trustedProxies[0]` must be an address or a network'],
    [{ host: 'http://x' }, '`host` must be a host name or an address, without scheme'],
    [{ host: '127.0.0.1:80' }, '`host` must be a host name or an address, without scheme'],
    [{ ownProcess: {} }, '`ownProcess` must have `moduleFiles`'],
    [{ ownProcess: { moduleFiles: new Map(), stallExitCode: 1 } }, '`ownProcess` must have `onDoubt`, a function'],
    [{ development: { brokenModules: null } }, '`development` must be { brokenModules: [] }'],
    [{ development: { brokenModules: [5] } }, 'with { entry, message } of those'],
    [{ development: { brokenModules: [], pageVersion: 5 } }, '`development` has a bad `pageVersion`'],
    [{ threadImports: ['nonsense'] }, '`threadImports[0]` must be the URL of a JavaScript file'],
    [{ zoneThread: 'worker' }, '`modules` is wrong. With zones on a thread of their own, modules are named'],
    [{ basePath: '/x/..' }, '`basePath` must be a path'],
    [{ allowedHosts: 'a' }, '`allowedHosts` must be a list of host names'],
    [{ allowedOrigins: ['play.example.org'] }, '`allowedOrigins[0]` must be an origin'],
    [{ port: 99_999 }, '`port` must be a whole number from 0 to 65535'],
    [{ port: Number.NaN }, '`port` must be a whole number from 0 to 65535'],
    [{ logger: console.log }, '`logger` must have the functions'],
    [{ telemetry: { ...noTelemetry, step: undefined } }, 'with the functions of Telemetry; step is missing.'],
    [{ telemetry: { step() {} } }, '`telemetry` must be an object with the functions of Telemetry; stepFailed, ticks'],
    [{ portt: 1 }, 'there is no option `portt`. Did you mean `port`?'],
    [{ frobnicate: 1 }, 'there is no option `frobnicate`.'],
    [{ debugUser: { user: 'a', password: 'twelve chars' } }, '`debugUser.name` must be'],
    [
      { debugUser: { name: 'a', password: 'twelve chars', pasword: 1 } },
      '`debugUser` has no option `pasword`. Did you',
    ],
    [{ development: {} }, '`development` must be { brokenModules: [] }'],
  ])('%#: %o', (change, words) => {
    expect(make(change)).toThrow(TypeError)
    expect(make(change)).toThrow(words)
  })

  test('nothing at all', () => {
    expect(() => createGameServer(undefined as never)).toThrow('it needs an object with at least `modules`')
  })

  test('all that is wrong is listed at once', () => {
    expect(make({ port: -1, routes: 5 })).toThrow(/`port` must.*\n`routes` must/)
  })

  test('a listener that is none', () => {
    const server = make({})()
    expect(() => server.on('zoneCreated', undefined as never)).toThrow('needs a function to call')
    expect(() => server.on('created' as never, () => {})).toThrow('There are: zoneCreated')
  })
})

describe('[EMBED-5] a start that fails gives the database back, and says why', () => {
  test('a port that is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => other.once('listening', resolve))
    const { port } = other.address() as AddressInfo
    const databaseUrl = `file:${join(folder, 'taken.db')}`
    const onFile = { modules: [helloGrid], authSecret, logger: silentLogger, databaseUrl } as const
    const failed = createGameServer({ ...onFile, port })
    await expect(failed.start()).rejects.toMatchObject({
      code: 'EADDRINUSE',
      message: `The server cannot listen at 127.0.0.1, port ${port}: another program listens there. Stop it, or choose another port, or 0 for any free one.`,
    })
    other.close()
    const next = createGameServer(onFile)
    await next.start()
    await failed.stop()
    await next.stop()
  })

  test('what already listens is closed', async () => {
    let told = ''
    const noteUrl = (url: string) => {
      told = url
      throw new Error('no place for a note')
    }
    await expect(make({ storage: { ...createMemoryStorage(), noteUrl } })().start()).rejects.toThrow(
      'no place for a note',
    )
    await expect(fetch(`${told}/health`)).rejects.toThrow('fetch failed')
  })

  test('zones that cannot be put over the storage', async () => {
    let ended = 0
    const storage = async () => {
      const { clock, ...rest } = createMemoryStorage()
      return {
        ...rest,
        get clock(): typeof clock {
          throw new Error('no clock')
        },
        close: async () => void ended++,
      }
    }
    await expect(make({ storage })().start()).rejects.toThrow('no clock')
    expect(ended).toBe(1)
  })
})
