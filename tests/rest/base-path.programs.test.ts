import { expect, test } from 'vitest'
import { createSite } from '../../apps/console/create-site.ts'
import { serverUrl } from '../../apps/rest-client/server-url.ts'
import { readBasePath } from '../../apps/server/read-base-path.ts'
import { pathBelow } from '../../framework/server/src/requests/base-path.ts'
import { createRestWorld } from './rest-world.ts'

const basePath = '/games/grid'
const site = createSite({ screens: [], isDevelopment: false, onFailure: (_, message) => expect.fail(message) })

test('[WIRE-7] below the path the server answers as at the root, whether a proxy passes it on or takes it away', async () => {
  const { ask, people } = await createRestWorld({ change: { basePath, site } })
  const { token } = people.member
  for (const path of [
    '/',
    '/console/console.css',
    '/docs',
    '/openapi.json',
    '/health',
    '/v1/limits',
    '/v1/zones?limit=1',
  ]) {
    const [stripped, passed] = [await ask('GET', path, { token }), await ask('GET', `${basePath}${path}`, { token })]
    expect([passed.status, passed.text], path).toEqual([200, stripped.text])
  }
  expect((await ask('HEAD', `${basePath}/v1/limits`)).status).toBe(200)
  expect((await ask('POST', `${basePath}/v1/auth/guest`)).status).toBe(201)
  expect((await ask('PUT', `${basePath}/v1/zones`)).headers.get('allow')).toBe('POST, GET, HEAD')
  expect((await ask('GET', `${basePath}/v1/ws`)).status).toBe(426)
  for (const path of [
    '/games',
    '/games/gridlock/v1/limits',
    '/Games/grid/v1/limits',
    `${basePath}${basePath}/v1/limits`,
    `${basePath}//v1/limits`,
  ])
    expect((await ask('GET', path)).status, path).toBe(404)
})

test('[WIRE-7] without a slash behind it the path leads to the page, within this server', async () => {
  const { ask } = await createRestWorld({ change: { basePath } })
  for (const method of ['GET', 'HEAD']) {
    const answer = await ask(method, `${basePath}?a=b`)
    expect([answer.status, answer.headers.get('location')]).toEqual([308, '/games/grid/?a=b'])
  }
  expect((await ask('POST', basePath)).status).toBe(405)
  const rooted = await createRestWorld()
  expect((await rooted.ask('GET', basePath)).status).toBe(404)
})

test('[WIRE-7] guards and exceptions hold below the path as well', async () => {
  const { ask } = await createRestWorld({ change: { basePath }, limits: { readsPerMinute: 1 } })
  for (const path of ['/v1/limits', basePath, `${basePath}/`, `${basePath}/v1/limits`])
    for (const headers of [{ host: 'evil' }, { origin: 'http://evil' }])
      expect((await ask('GET', path, { headers })).status, path).toBe(403)
  for (let count = 0; count < 3; count++)
    expect((await ask('GET', `${basePath}/health`, { headers: { host: '10.0.0.1' } })).status).toBe(200)
  expect((await ask('GET', `${basePath}/v1/limits`)).status).toBe(200)
  expect((await ask('GET', `${basePath}/v1/limits`)).json.code).toBe('rate_limited')
})

test('[WIRE-7] what must be written whole begins with the path, whichever way the request came', async () => {
  const { ask, people } = await createRestWorld({ change: { basePath } })
  const { token } = people.debug
  for (const prefix of ['', basePath]) {
    const made = await ask('POST', `${prefix}/v1/zones`, { token, body: { module: 'board' } })
    expect(made.headers.get('location')).toBe(`${basePath}/v1/zones/${made.json.id}`)
    for (const path of ['/v1/zones/none', '/nowhere', '/v1/ws'])
      expect((await ask('GET', `${prefix}${path}`, { token })).json.instance).toBe(`${basePath}${path}`)
    expect((await ask('GET', `${prefix}/openapi.json`)).json.servers).toEqual([{ url: basePath }])
    expect((await ask('GET', `${prefix}/asyncapi.json`)).json.servers.server).toMatchObject({ pathname: basePath })
    expect((await ask('GET', `${prefix}/docs/socket`)).text).toContain(`GET ${basePath}/v1/ws`)
  }
  const rooted = await createRestWorld()
  expect((await rooted.ask('GET', '/openapi.json')).json.servers).toBeUndefined()
  expect((await rooted.ask('GET', '/asyncapi.json')).json.servers.server).not.toHaveProperty('pathname')
})

test('[WIRE-7] each page names its files and other pages from where it stands: all of them are there', async () => {
  // Nothing is set: a proxy that takes the path away and tells nobody shows whole pages, too.
  for (const world of [await createRestWorld({ change: { site } }), await createRestWorld()])
    for (const page of ['/', '/docs', '/docs/socket', '/openapi.json']) {
      const { text } = await world.ask('GET', page)
      const named = [...text.matchAll(/(?:href|src)="([^"#][^"]*)"|\]\((?!http)([^)]+)\)/g)]
        .map(([, attribute, link]) => attribute ?? link ?? '')
        .filter((address) => !address.startsWith('data:'))
      expect(named.length, page).toBeGreaterThan(0)
      for (const address of named) {
        const { pathname } = new URL(address, `http://here${basePath}${page}`)
        expect(pathname.startsWith(`${basePath}/`), `${page}: ${address}`).toBe(true)
        expect((await world.ask('GET', pathname.slice(basePath.length))).status, `${page}: ${address}`).toBe(200)
      }
    }
  // Its scripts load each other, and nothing from elsewhere.
  const script = (await site.read('main.js'))?.body ?? ''
  const loaded = [...script.matchAll(/(?:from|import)\s*\(?"([^"]+)"/g)].map(([, address]) => address)
  expect(loaded.length).toBeGreaterThan(0)
  for (const address of loaded) expect(address).toMatch(/^\.\/[\w-]+\.js$/)
})

test('paths are taken away at whole parts alone', () => {
  expect(['/a', '/a/', '/a/b', '/ab', '/b/a', '', '/'].map((path) => pathBelow('/a', path))).toEqual([
    '/',
    '/',
    '/b',
    '/ab',
    '/b/a',
    '',
    '/',
  ])
  expect(pathBelow('', '/a/b')).toBe('/a/b')
})

test.each([
  ['/games/grid', '/games/grid', undefined],
  ['/games/grid/', '/games/grid', undefined],
  ['/', '', undefined],
  ['/~ann/v1', '/~ann/v1', undefined],
  ['games/grid', undefined, /must begin with a slash: \/games\/grid\.$/],
  ['https://play.example.org/games', undefined, /without scheme and host/],
  ['/games//grid', undefined, /must be a path like/],
  ['/games/../grid', undefined, /must be a path like/],
  ['/games/a b', undefined, /must be a path like/],
  ['/games?x', undefined, /must be a path like/],
  ['/v1', undefined, /must not begin with \/v1, .* \/games\/v1\.$/],
  ['/docs/socket', undefined, /must not begin with \/docs/],
])('BASE_PATH %s', (text, expected, complaint) => {
  const complaints: string[] = []
  const path = readBasePath(text, (message) => complaints.push(message))
  if (complaint === undefined) expect([path, complaints]).toEqual([expected, []])
  else expect(complaints).toEqual([expect.stringMatching(complaint)])
})

test('no path may begin as one of the server does, and an address copied from there names the server', async () => {
  const { app } = await createRestWorld({ change: { site } })
  const names = new Set(app.routes.map(({ path }) => path.split('/')[1] ?? '').filter((name) => /^[^*]/.test(name)))
  expect(names.size).toBeGreaterThan(5)
  for (const name of names) {
    const complaints: string[] = []
    readBasePath(`/${name}/x`, (message) => complaints.push(message))
    expect(complaints, name).toHaveLength(1)
    expect(serverUrl(`https://games.example/${name}/x`)).toBe('https://games.example')
  }
})
