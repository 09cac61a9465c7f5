import { parseRecording, replayRecording } from '@gridtick/testing'
import { afterAll, expect, test } from 'vitest'
import { createRandom } from '../../framework/engine/src/kernel/random.ts'
import { helloGrid } from '../../modules/hello-grid/hello-grid.ts'
import { freshFolder } from './fresh-folder.ts'
import { type Operator, type Player, signInOperator } from './operator.ts'
import { type RunningServer, startServer } from './server-process.ts'
import { connect } from './test-client.ts'

const kills = 4
let server: RunningServer
afterAll(() => server?.signal('SIGKILL'))

/** All pages of a recording, put together. */
async function fetchRecording(operator: Operator, zoneId: string, limit: number) {
  const whole: { snapshots: unknown[]; ticks: unknown[] } = { snapshots: [], ticks: [] }
  let pages = 0
  for (let fromTick: number | null = 0; fromTick !== null; pages++) {
    const page: { snapshots: unknown[]; ticks: unknown[]; nextTick: number | null; format: string; version: number } =
      await operator.rest('GET', `/v1/zones/${zoneId}/recording?fromTick=${fromTick}&limit=${limit}`)
    whole.snapshots.push(...page.snapshots)
    whole.ticks.push(...page.ticks)
    fromTick = page.nextTick
    if (fromTick === null)
      return { pages, recording: parseRecording({ format: page.format, version: page.version, ...whole }) }
  }
  throw new Error('a recording has pages')
}

/** Comes in, walks about until enough steps are settled, and stays there. */
async function walk(url: string, zoneId: string, player: Player, random: { int(min: number, max: number): number }) {
  const client = await connect(url, player.token)
  await client.watch(zoneId, 'delta')
  for (let step = 0; step < 12; step++)
    await client.intent(zoneId, { type: 'step', dx: random.int(-1, 1), dy: random.int(-1, 1) })
  client.send({ type: 'intent', zoneId, intent: { type: 'say', text: 'still here' } })
}

test(`[LOG-2] [LOG-3] a recorded game goes on over ${kills} kills, and gives every state again`, async () => {
  const random = createRandom('recording')
  const options = {
    folder: freshFolder(),
    modules: ['hello-grid'],
    limits: { recordedTicksMax: 150, messagesPerSecond: 1_000, messagesBurst: 1_000, presenceGraceMs: 200 },
  }
  server = await startServer(options)
  const operator = await signInOperator(server.url)
  const config = { width: 12, height: 12, playersMax: 2 }
  const zone = { module: 'hello-grid', config, everyMs: 20, record: true }
  const { id: zoneId, ...created } = await operator.rest('POST', '/v1/zones', zone)
  expect(created).toMatchObject({ record: true, recordedTicks: 0 })
  const players = await Promise.all(['ann', 'bob', 'cem'].map((name) => operator.guest(name)))

  for (let kill = 0; kill < kills; kill++) {
    const [one, other] = kill % 2 === 0 ? [0, 1] : [1, 0]
    await Promise.all([one, other].map((index) => walk(server.url, zoneId, players[index] as Player, random)))
    const crowded = await connect(server.url, players[2]?.token ?? '')
    crowded.send({ type: 'subscribe', zoneId })
    expect((await crowded.next('error')).code).toBe('zone_full')
    server.signal('SIGKILL')
    await server.exited
    server = await startServer(options)
  }
  const again = await signInOperator(server.url, operator.token)
  await again.rest('POST', `/v1/zones/${zoneId}/pause`, {})
  const { recording, pages } = await fetchRecording(again, zoneId, 20)
  expect(pages).toBeGreaterThan(1)
  const { tick, record, recordedTicks } = await again.zone(zoneId)
  expect({ tick, record, recordedTicks }).toEqual({
    tick: recording.ticks.at(-1)?.tick,
    record: true,
    recordedTicks: recording.ticks.length,
  })
  const result = await replayRecording({ module: helloGrid, recording })
  expect(result).toMatchObject({ ok: true, ticks: recording.ticks.length })

  const idle = { ...helloGrid, onTick: () => ({}) } as typeof helloGrid
  expect((await replayRecording({ module: idle, recording })).ok).toBe(false)

  const stepped = await again.rest('POST', `/v1/zones/${zoneId}/step`, { ticks: 5 })
  expect(stepped).toMatchObject({ ticks: 5, error: null, zone: { status: 'paused' } })
  const renamed = await again.rest('PATCH', `/v1/zones/${zoneId}`, { name: 'A walk', record: false })
  expect(renamed).toMatchObject({ name: 'A walk', record: false })
  expect(renamed.recordedTicks).toBeGreaterThan(0)
  expect(await server.stop()).toEqual({ code: 0, signal: null })
})
