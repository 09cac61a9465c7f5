import { describe, expect, test } from 'vitest'
import { noteFaults } from '../../framework/server/src/observe/note-faults.ts'
import type { DevelopmentReport } from '../../framework/server/src/rest/development.ts'
import { zone } from './fake-host.ts'
import { createHandClock, createRestWorld } from './rest-world.ts'

const development: DevelopmentReport = {
  brokenModules: [{ entry: './my-game.ts', message: 'it cannot be loaded.\nmy-game.ts:3:10: ERROR: Expected ";"' }],
  pageVersion: async () => 'v1',
  faults: () => [{ at: 0, zoneId: 'z9', module: 'board', message: 'module board, zone z9, tick 3: onTick threw' }],
}
const thisMachine = { from: '127.0.0.1' }

describe('GET /v1/dev', () => {
  test('is there only under development', async () => {
    const { ask, people } = await createRestWorld()
    expect((await ask('GET', '/v1/dev', thisMachine)).status).toBe(404)
    expect((await ask('GET', '/v1/dev', { token: people.debug.token })).status).toBe(404)
  })

  test('tells broken modules, zones that do not run, and what went wrong', async () => {
    const { ask, host } = await createRestWorld({ change: { development } })
    host.zones.set('fine', zone({ id: 'fine', error: null }))
    host.zones.set('over', zone({ id: 'over', status: 'finished' }))
    const { status, json } = await ask('GET', '/v1/dev', thisMachine)
    expect(status).toBe(200)
    expect(json).toEqual({
      startedAt: '2026-01-01T00:00:00.000Z',
      pageVersion: 'v1',
      modules: development.brokenModules,
      zones: [{ zoneId: 'z1', name: 'arena', module: 'board', message: 'Error: a secret' }],
      faults: [{ ...development.faults()[0], at: '1970-01-01T00:00:00.000Z' }],
    })
  })

  test('[FAIL-8] is told to this machine and to the debug role, and to nobody else', async () => {
    const { ask, people } = await createRestWorld({ change: { development } })
    for (const token of [undefined, people.player.token, people.member.token]) {
      expect((await ask('GET', '/v1/dev', { token })).status).toBe(403)
      expect((await ask('GET', '/v1/dev', { token, ...thisMachine })).status).toBe(200)
    }
    expect((await ask('GET', '/v1/dev', { token: people.debug.token })).status).toBe(200)
    const stranger = { headers: { origin: 'http://elsewhere' }, ...thisMachine }
    expect((await ask('GET', '/v1/dev', stranger)).status).toBe(403)
    const rebound = { headers: { host: 'elsewhere' }, ...thisMachine }
    expect((await ask('GET', '/v1/dev', rebound)).status).toBe(403)
  })

  test('looks through five hundred zones and no further', async () => {
    const { ask, host } = await createRestWorld({ change: { development } })
    host.listZones = async () => ({ zones: [zone({})], nextCursor: 'more' })
    const { json } = await ask('GET', '/v1/dev', thisMachine)
    expect(json.zones.length).toBe(5)
  })
})

describe('what a logger was told of faults', () => {
  const silent = { debug() {}, info() {}, warn() {}, error() {} }
  const fields = { module: 'board', zoneId: 'z1', hook: 'onTick' }

  test('is kept once for each zone and place, the latest last', () => {
    const clock = createHandClock()
    const { logger, faults } = noteFaults(silent, clock)
    logger.error(fields, 'tick 1: onTick threw')
    logger.error({ ...fields, hook: 'canJoin' }, 'tick 1: canJoin threw')
    logger.error({ module: 'board', zoneId: 'z1', error: 'no such key' }, 'a stored zone does not fit its module')
    clock.advance(5)
    logger.error(fields, 'tick 2: onTick threw')
    expect(faults().map(({ message }) => message)).toEqual([
      'tick 1: canJoin threw',
      'a stored zone does not fit its module: no such key',
      'tick 2: onTick threw',
    ])
    expect(faults()[2]?.at).toBe(clock.now())
  })

  test('is bounded, and nothing else is kept', () => {
    const lines: string[] = []
    const { logger, faults } = noteFaults({ ...silent, error: (_, message) => lines.push(message) }, createHandClock())
    logger.error({ err: 'x' }, 'a request failed')
    logger.error({ module: 'board', zoneId: 'z1', failures: 3 }, 'the zone is paused')
    expect(faults()).toEqual([])
    for (let index = 0; index < 30; index++) logger.error({ ...fields, zoneId: `z${index}` }, `fault ${index}`)
    expect(faults().map(({ message }) => message)).toEqual(
      Array.from({ length: 20 }, (_, index) => `fault ${index + 10}`),
    )
    expect(lines.length).toBe(32)
  })
})
