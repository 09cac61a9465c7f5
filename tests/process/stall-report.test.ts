import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { checkStall } from '../../apps/cli/doctor/check-stall.ts'
import {
  readStallReport,
  removeStallReport,
  stallReportPath,
} from '../../framework/server/src/process/watchdog/stall-report.ts'

const folder = mkdtempSync(join(tmpdir(), 'gridtick-test-'))
const database = join(folder, 'game.db')
afterAll(() => rmSync(folder, { recursive: true }))

const report = { at: '2030-01-01T00:00:00.000Z', heldMs: 10_012, module: 'tag', hook: 'onTick', zoneId: 'z1' }

test('[FAIL-10] what a watchdog left is read once, by the next start, and shown by doctor before that', () => {
  expect([readStallReport(database), checkStall(database)]).toEqual([undefined, undefined])
  writeFileSync(stallReportPath(database), JSON.stringify({ ...report, place: 'find (file:///tag.ts)' }))
  expect(readStallReport(database)).toMatchObject({ ...report, place: 'find (file:///tag.ts)' })
  const { status, message, todo } = checkStall(database) ?? {}
  expect(status).toBe('warning')
  expect(message).toBe(
    'the last server ended with code 70: module tag: onTick held the server for 10.0 s at 2030-01-01T00:00:00.000Z, in find (file:///tag.ts), and the watchdog ended it. Fix the module, then resume the zone.',
  )
  expect(todo).toBe('Start the server again. It pauses the zone z1.')
  writeFileSync(stallReportPath(database), JSON.stringify({ ...report, heldMs: 0, hasExited: true }))
  expect(checkStall(database)?.message).toContain('module tag: onTick called process.exit() at 2030')
  removeStallReport(database)
  expect(existsSync(stallReportPath(database))).toBe(false)
  removeStallReport(database)
})

test.for(['', '{', 'null', '[]', '{"at":1}', '{"at":"x","module":"tag","heldMs":"long"}'])(
  '[FAIL-10] a report that is broken is none: %s',
  (text) => {
    writeFileSync(stallReportPath(database), text)
    expect(readStallReport(database)).toBeUndefined()
  },
)
