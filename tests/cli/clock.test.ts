import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { silentLogger } from '../../framework/engine/src/ports/logger.ts'
import { beatNumber } from '../../framework/engine/src/zone/beat.ts'
import { openLibsqlStorage } from '../../framework/storage-sqlite/src/open-libsql-storage.ts'
import { zoneOf } from '../../framework/testing/src/contracts/rows.ts'
import { runHere } from './run-here.ts'

const folder = mkdtempSync(join(tmpdir(), 'gridtick-clock-'))
afterAll(() => rmSync(folder, { recursive: true }))

test('[TIME-6] clock says how far the clock of the server is ahead, and clock reset moves it back where no server runs', async () => {
  const settings = { DATABASE_URL: `file:${join(folder, 'game.db')}` }
  const open = () => openLibsqlStorage({ url: settings.DATABASE_URL, sync: 'normal', logger: silentLogger })
  expect(await runHere(['clock'], settings)).toMatchObject({ code: 1, stderr: expect.stringMatching(/no database/) })

  const storage = await open()
  await storage.zones.createZone(zoneOf({ at: Date.now() + 60_000, tick: 70 }), [])
  await storage.clock.storeClock(Date.now() + 3_600_000)
  const before = (await storage.zones.readZone('zone-1'))?.zone
  const ahead = (await storage.clock.readClock()) ?? 0
  const running = await runHere(['clock'], settings)
  expect(running.stdout).toMatch(/3[56]\d\d\.\d s ahead[\s\S]*stop the server and run: .*clock reset/)
  const refused = await runHere(['clock', 'reset'], settings)
  expect(refused).toMatchObject({ code: 1, stderr: expect.stringMatching(/A server uses[\s\S]*Stop the server first/) })
  await storage.close()

  expect((await runHere(['clock', 'reset'], settings)).stdout).toMatch(/moved back by 3[56]\d\d\.\d s/)
  expect((await runHere(['clock'], settings)).stdout).toMatch(/is not ahead/)
  expect(JSON.parse((await runHere(['clock', '--json'], settings)).stdout)).toEqual({ leadMs: 0, isInUse: false })
  expect((await runHere(['clock', 'reset'], settings)).stdout).toMatch(/Nothing was changed/)
  const after = await open()
  const zone = (await after.zones.readZone('zone-1'))?.zone
  expect(zone).toMatchObject({ tick: 70 })
  expect(Number.isInteger(zone?.tickOffset)).toBe(true)
  // The numbers of beats go on where they were.
  const numberThen = before && beatNumber(before, ahead)
  const numberNow = zone && beatNumber(zone, Date.now())
  expect(numberNow).toBeGreaterThanOrEqual(numberThen ?? Infinity)
  expect((numberNow ?? Infinity) - (numberThen ?? 0)).toBeLessThan(300)
  await after.close()
})
