import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { authSecret } from '../integration/debug-user.ts'
import { call } from '../integration/operator.ts'
import { readServerProgram } from './server-program.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
// In the repository, so that its imports lead where they say.
const folder = mkdtempSync(join(root, 'tests/docs/.server-readme-'))
const program = join(folder, 'server.ts')

beforeAll(() => writeFileSync(program, readServerProgram()))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('[EMBED-2] [EMBED-3] the program of the README runs: there is a meadow, and its lobby tells players of it', async () => {
  const args = ['--conditions=gridtick-source', '--import', import.meta.resolve('tsx'), program]
  const env = { ...process.env, PORT: '0', AUTH_SECRET: authSecret, DATABASE_URL: `file:${join(folder, 'game.db')}` }
  const server = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'inherit'] })
  try {
    const ended = once(server, 'exit')
    let said = ''
    server.stdout.setEncoding('utf8').on('data', (text: string) => {
      said += text
    })
    await expect.poll(() => said, { timeout: 30_000 }).toMatch(/Listening on \S+\n/)
    const url = /Listening on (\S+)/.exec(said)?.[1] ?? ''
    expect((await fetch(`${url}/app/lobby`)).status).toBe(401)
    const { body: guest } = await call(url, { path: '/v1/auth/guest', body: { displayName: 'Ann' } })
    const lobby = await call(url, { path: '/app/lobby', token: guest.token })
    expect(lobby.body).toEqual({ hello: 'Ann', meadows: [{ id: expect.any(String), members: 0, connected: 0 }] })
    server.kill('SIGTERM')
    expect(await ended).toEqual([0, null])
  } finally {
    server.kill('SIGKILL')
  }
})
