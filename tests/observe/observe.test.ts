import { expect, test } from 'vitest'
import { createLogger } from '../../framework/server/src/observe/logger.ts'
import { createMetrics } from '../../framework/server/src/observe/metrics.ts'

function collectLines(level: 'info' | 'silent' = 'info') {
  const lines: string[] = []
  const logger = createLogger({ level, stream: { write: (line: string) => void lines.push(line) } })
  return { lines, logger }
}

test('[OBS] a log line is one JSON object; below the level there is none', () => {
  const { lines, logger } = collectLines()
  logger.debug({ a: 1 }, 'quiet')
  logger.warn({ zoneId: 'z1', err: new Error('why') }, 'a step failed')
  expect(lines).toHaveLength(1)
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ zoneId: 'z1', msg: 'a step failed', err: { message: 'why' } })
  const silent = collectLines('silent')
  silent.logger.error({}, 'nothing')
  expect(silent.lines).toEqual([])
})

test('[OBS] what is called a secret is not written, up to two levels down', () => {
  const { lines, logger } = collectLines()
  const secrets = { token: 'canary', password: 'canary', authorization: 'canary', passwordHash: 'canary' }
  logger.info({ ...secrets, body: secrets, request: { headers: secrets } }, 'request')
  expect(lines.join()).not.toContain('canary')
  expect(lines.join()).toContain('[redacted]')
})

test('[OBS-4] each kind of report ends in a figure, by module and never by zone or player', async () => {
  const { telemetry, addGauge, render } = createMetrics()
  telemetry.step({
    module: 'board',
    onTickMs: 1,
    commitMs: 2,
    viewMs: 3,
    encodeSendMs: 4,
    totalMs: 10,
    entitiesChanged: 6,
  })
  telemetry.stepFailed('board', 'storage')
  telemetry.ticksMissed(3)
  telemetry.lag('board', 20)
  telemetry.intent('board', 'refused')
  telemetry.viewFailed('board')
  telemetry.strayError('board')
  telemetry.frame(100)
  telemetry.frame(50)
  telemetry.frameSkipped()
  telemetry.closed(4409)
  for (let code = 3_000; code < 3_100; code++) telemetry.closed(code)
  let zones = { open: 1, paused: 0 } as Record<string, number>
  addGauge({ name: 'gridtick_zones', help: 'Zones', label: 'status', read: () => zones })
  addGauge({ name: 'gridtick_connections', help: 'Open sockets', read: () => 7 })

  const { text, contentType } = await render()
  expect(contentType).toContain('text/plain')
  for (const line of [
    'gridtick_step_seconds_sum{module="board"} 0.01',
    'gridtick_step_on_tick_seconds_sum{module="board"} 0.001',
    'gridtick_step_commit_seconds_sum{module="board"} 0.002',
    'gridtick_step_view_seconds_sum{module="board"} 0.003',
    'gridtick_step_encode_seconds_sum{module="board"} 0.004',
    'gridtick_entities_changed_total{module="board"} 6',
    'gridtick_lag_seconds_sum{module="board"} 0.02',
    'gridtick_step_failures_total{module="board",kind="storage"} 1',
    'gridtick_ticks_missed_total 3',
    'gridtick_intents_total{module="board",result="refused"} 1',
    'gridtick_view_failures_total{module="board"} 1',
    'gridtick_module_stray_errors_total{module="board"} 1',
    'gridtick_frames_total 2',
    'gridtick_frame_bytes_total 150',
    'gridtick_frames_skipped_total 1',
    'gridtick_connections_closed_total{code="4409"} 1',
    'gridtick_connections_closed_total{code="other"} 100',
    'gridtick_zones{status="open"} 1',
    'gridtick_zones{status="paused"} 0',
    'gridtick_connections 7',
  ])
    expect(text).toContain(`${line}\n`)
  expect(text).toContain('nodejs_eventloop_lag')
  expect(text).not.toMatch(/\{[^}]*(zone|player)(Id)?=/)
  zones = { finished: 2 }
  expect((await render()).text).not.toContain('status="open"')
})
