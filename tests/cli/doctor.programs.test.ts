import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { debugUser } from '../integration/debug-user.ts'
import { freshFolder } from '../integration/fresh-folder.ts'
import { type RunningServer, startServer } from '../integration/server-process.ts'
import { runHere } from './run-here.ts'

let server: RunningServer

beforeAll(async () => {
  server = await startServer({ modules: ['hello-grid'] })
})

test('all is well where a server runs; it is recognised by its port and its database', async () => {
  const settings = {
    ...{ PORT: new URL(server.url).port, DATABASE_URL: `file:${server.databasePath}`, MODULES: 'hello-grid' },
    ...{ DEBUG_USER: debugUser.username, DEBUG_PASSWORD: debugUser.password },
    AUTH_SECRET: 'key-of-the-doctor-0123456789-0123456789',
  }
  const { code, stdout } = await runHere(['doctor'], settings)
  expect(code, stdout).toBe(0)
  expect(stdout).toMatch(/^✓ database .* in use by a running server$/m)
  expect(stdout).toMatch(/^✓ port .* a Gridtick server \S+ answers on \d+: ok/m)
  expect(stdout).toMatch(/^✓ module .* hello-grid 1\.0\.0$/m)
  expect(stdout).not.toMatch(/^[!✗]/m)
})

test('[SEC-8] a proxy that the server was not told of is named, with what to set', async () => {
  await fetch(`${server.url}/v1/limits`, { headers: { 'x-forwarded-for': '203.0.113.9' } })
  const settings = {
    PORT: new URL(server.url).port,
    DATABASE_URL: `file:${server.databasePath}`,
    MODULES: 'hello-grid',
  }
  const { stdout } = await runHere(['doctor', '--json'], settings)
  const { checks } = JSON.parse(stdout) as { checks: { name: string; status: string; todo?: string }[] }
  expect(checks.filter(({ name }) => name === 'proxy')).toEqual([
    expect.objectContaining({ status: 'warning', todo: expect.stringContaining('TRUSTED_PROXIES=127.0.0.1 in .env') }),
  ])
  expect(server.stderr).toContain('TRUSTED_PROXIES=127.0.0.1')
})

test('what is wrong is told with what to do, and ends with 1', async () => {
  const garbage = join(freshFolder(), 'garbage.db')
  writeFileSync(garbage, 'this is no database at all, but long enough to have a header '.repeat(20))
  const [found, settingsAlone] = await Promise.all([
    runHere(['doctor', '--json'], { DATABASE_URL: `file:${garbage}`, MODULES: './missing.ts' }),
    runHere(['doctor'], { PORT: 'soon' }),
  ])
  expect(found.code).toBe(1)
  const { ok, checks } = JSON.parse(found.stdout) as {
    ok: boolean
    checks: { name: string; status: string; todo: string }[]
  }
  expect(ok).toBe(false)
  const bad = checks.filter(({ status }) => status === 'bad')
  expect(bad.map(({ name }) => name)).toEqual(['database', 'module'])
  for (const { todo } of bad) expect(todo).toMatch(/\w/)
  expect(settingsAlone).toMatchObject({
    code: 1,
    stdout: expect.stringMatching(/^✗ settings +Setting PORT must be/m),
  })
})
