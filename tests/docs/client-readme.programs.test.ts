import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Bot, Client, IntentResult, JoinedZone } from '@gridtick/client'
import { createGameServer, createLogger, type GameServer } from '@gridtick/server'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { helloGrid } from '../../modules/hello-grid/hello-grid.ts'
import { authSecret, debugUser } from '../integration/debug-user.ts'
import { type Player, signInOperator } from '../integration/operator.ts'
import { connect } from '../integration/test-client.ts'
import { clientProgram } from './client-program.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
const home = join(root, 'framework/client')
const readme = readFileSync(join(home, 'README.md'), 'utf8')
// In the repository, so that its imports lead where they say.
const folder = mkdtempSync(join(root, 'tests/docs/.client-readme-'))
const database = mkdtempSync(join(tmpdir(), 'gridtick-readme-'))
const path = join(folder, 'readme.ts')

let server: GameServer
let ann: Player
let zoneId: string

beforeAll(async () => {
  server = await createGameServer({
    zoneThread: 'linked',
    modules: [helloGrid],
    databaseUrl: `file:${join(database, 'gridtick.db')}`,
    ...{ port: 0, host: '127.0.0.1', allowedHosts: ['127.0.0.1'], authSecret },
    debugUser: { name: debugUser.username, password: debugUser.password },
    logger: createLogger({ level: 'silent' }),
    onCorrupt: (error) => {
      throw error
    },
  }).start()
  const operator = await signInOperator(server.url)
  zoneId = await operator.createZone({ module: 'hello-grid', config: { width: 8, height: 8 } })
  ann = await operator.guest('ann')
  const url = `${server.url.replace('http', 'ws')}/v1/ws`
  writeFileSync(path, clientProgram({ url, token: ann.token, zoneId }))
})

afterAll(async () => {
  await server?.stop()
  for (const used of [folder, database]) rmSync(used, { recursive: true, force: true })
})

test('[SDK-12] its blocks run, one after the other, as they say', async () => {
  const said = vi.spyOn(console, 'log').mockImplementation(() => {})
  const { client, zone, result, refused, wanderer } = (await import(/* @vite-ignore */ path)) as {
    client: Client
    zone: JoinedZone
    result: IntentResult
    refused: IntentResult
    wanderer: Bot<typeof helloGrid, undefined>
  }
  const lines = said.mock.calls.map((words) => words.join(' '))
  said.mockRestore()
  expect(['applied', 'refused']).toContain(result.outcome)
  expect(refused).toMatchObject({ outcome: 'refused', code: 'invalid' })
  for (const line of [/^ann stands at \d \d$/, /^\d+ said /, /^not_found false$/, /^connected$/, /^Over: left /])
    expect(lines).toContainEqual(expect.stringMatching(line))
  expect(client.status).toMatchObject({ phase: 'closed', reason: 'asked' })
  expect(await zone.send('say', { text: 'too late' })).toMatchObject({ code: 'not_a_member' })

  // The bot of the page plays: what it asks for is what the module takes.
  const player = await connect(server.url, ann.token)
  await player.watch(zoneId)
  const [view] = player.views(zoneId)
  const random = { float: () => 0, int: (min: number) => min, pick: <Item>(items: readonly Item[]) => items[0] as Item }
  const context = { playerId: ann.playerId, memory: undefined, events: [], last: undefined, random, now: 0 }
  expect(wanderer.act({ ...context, view: view as never })).toEqual({ type: 'step', payload: { dx: -1, dy: -1 } })
  expect(wanderer.act({ ...context, playerId: 'nobody', view: view as never })).toBeUndefined()
  await player.close()
})

test('its links lead somewhere', () => {
  const links = [...readme.matchAll(/\]\((?!http|#)([^)]+)\)/g)].map(([, link = '']) => link)
  expect(links.filter((link) => !existsSync(join(home, link)))).toEqual([])
})
