import { describe, expect, test } from 'vitest'
import { readAddress, zoneIn } from '../../apps/console/page/address.ts'
import { ApiError } from '../../apps/console/page/api.ts'
import type { DevelopmentReport } from '../../apps/console/page/development/development-report.ts'
import { judgeServer, type ServerState } from '../../apps/console/page/development/judge-server.ts'
import { headlineOf, problemsOf } from '../../apps/console/page/development/problems.ts'

const nothingWrong: DevelopmentReport = { startedAt: 'one', pageVersion: null, modules: [], zones: [], faults: [] }

describe('what is known of a server that starts again with each save', () => {
  const there: ServerState = { phase: 'there', startedAt: 'one' }
  const away: ServerState = { phase: 'away', sinceMs: 5 }
  const answered = (startedAt: string) => ({ report: { ...nothingWrong, startedAt } })
  const refused = (status: number) => ({ error: new ApiError({ status, code: 'c', message: 'm' }) })
  const judge = (before: ServerState, answer: Parameters<typeof judgeServer>[1]) => judgeServer(before, answer, 9)

  test('it is another one when it says that it was started at another time, or was away', () => {
    expect(judge({ phase: 'unknown' }, answered('one'))).toEqual({ state: there, isAnew: false })
    expect(judge(there, answered('one')).isAnew).toBe(false)
    expect(judge(there, answered('two'))).toEqual({ state: { phase: 'there', startedAt: 'two' }, isAnew: true })
    expect(judge(away, answered('one')).isAnew).toBe(true)
  })

  test('it is away from the first time that it does not answer, or says that it stops', () => {
    expect(judge(there, refused(0)).state).toEqual({ phase: 'away', sinceMs: 9 })
    expect(judge(there, refused(503)).state).toEqual({ phase: 'away', sinceMs: 9 })
    expect(judge(away, refused(0)).state).toEqual(away)
  })

  test('one that tells nobody is not asked again; one that is asked too often is still there', () => {
    expect(judge({ phase: 'unknown' }, refused(404)).state).toEqual({ phase: 'silent' })
    expect(judge({ phase: 'unknown' }, refused(403)).state).toEqual({ phase: 'silent' })
    expect(judge(there, refused(429)).state).toEqual(there)
    expect(judge(there, { error: new Error('aborted') }).state).toEqual(there)
  })
})

describe('what is to be mended', () => {
  const zone = (zoneId: string, message: string) => ({ zoneId, name: `zone ${zoneId}`, module: 'game', message })
  const titles = (report: Partial<DevelopmentReport>, zoneId?: string) =>
    problemsOf({ ...nothingWrong, ...report }, zoneId).map(({ title }) => title)

  test('a module that does not run is told once, and its zones that wait for it not at all', () => {
    const modules = [{ entry: './game.ts', message: 'it cannot be loaded.\ngame.ts:3:5: ERROR: Unexpected "}"' }]
    const waits = zone('a', 'The module game of this zone cannot be loaded at the moment. The zone goes on then.')
    const found = problemsOf({ ...nothingWrong, modules, zones: [waits, zone('b', 'onTick threw')] }, undefined)
    expect(found.map(({ title }) => title)).toEqual([
      'The module ./game.ts does not run',
      'The zone zone b does not run',
    ])
    expect(found.map(headlineOf)[0]).toBe('The module ./game.ts does not run: game.ts:3:5: ERROR: Unexpected "}"')
    // Without a module that is to be mended, that a zone waits is all there is to tell.
    expect(titles({ zones: [waits] })).toEqual(['The zone zone a does not run'])
  })

  test('what is wrong with one zone is told there and where no zone is shown, and not in others', () => {
    const zones = [zone('a', 'onTick threw')]
    const faults = [{ zoneId: 'b', module: 'game', message: 'a query threw' }]
    expect(titles({ zones, faults })).toEqual(['The zone zone a does not run', 'game went wrong'])
    expect(titles({ zones, faults }, 'a')).toEqual(['The zone zone a does not run'])
    expect(titles({ zones, faults }, 'b')).toEqual(['game went wrong'])
    expect(titles({ zones, faults }, 'c')).toEqual([])
    expect(titles({ modules: [{ entry: 'game', message: 'm' }] }, 'c')).toEqual(['The module game does not run'])
  })

  test('zones that one reason keeps from running are one problem, and the first of them are named', () => {
    const zones = ['a', 'b', 'c', 'd', 'e', 'f'].map((id) => zone(id, 'too old'))
    const [problem, ...others] = problemsOf({ ...nothingWrong, zones }, undefined)
    expect(others).toEqual([])
    expect(problem?.title).toBe('6 zones do not run')
    expect(problem?.zones.map(({ zoneId }) => zoneId)).toEqual(['a', 'b', 'c', 'd', 'e'])
  })

  test('a line says what is wrong and where, without what the page says anyway', () => {
    const message = 'module game, zone 0a-1, tick 7: onTick threw Error: no\n    at rules (modules/game/rules.ts:4:10)'
    expect(headlineOf({ title: 'It', message, zones: [] })).toBe(
      'It: tick 7: onTick threw Error: no (modules/game/rules.ts:4:10)',
    )
  })

  test('the page of a zone is known by its address, whether it is played or looked into', () => {
    expect(['#/play/z1', '#/inspect/z1/log', '#/play', '#/play/', ''].map((hash) => zoneIn(readAddress(hash)))).toEqual(
      ['z1', 'z1', undefined, undefined, undefined],
    )
  })
})
