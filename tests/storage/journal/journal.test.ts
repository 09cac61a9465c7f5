import { copyFileSync, existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { silentLogger } from '../../../framework/engine/src/ports/logger.ts'
import type { LoadedZone } from '../../../framework/engine/src/ports/storage/stored-zone.ts'
import { inspectZone } from '../../../framework/storage-sqlite/src/inspect/inspect-zone.ts'
import { openLibsqlStorage } from '../../../framework/storage-sqlite/src/open-libsql-storage.ts'
import { zoneOf } from '../../../framework/testing/src/contracts/rows.ts'
import { size } from '../../lanes/size.ts'
import { createTestDisk } from '../test-disk.ts'
import { type Hints, type ModelZone, randomSteps } from './random-steps.ts'

const disk = createTestDisk()

/** So few that a run goes through many cycles. */
const shortLimits = { journalFrom: 1, journalTicksMax: 40 }

function open(url: string, options: Partial<Parameters<typeof openLibsqlStorage>[0]> = {}) {
  return openLibsqlStorage({ url, sync: 'normal', logger: silentLogger, ...options })
}

function modelOf(loaded: Omit<LoadedZone, 'recording'> | undefined): ModelZone | undefined {
  return (
    loaded && {
      tick: loaded.zone.tick,
      entities: new Map(loaded.entities.map((entity) => [entity.id, entity])),
      members: new Map(loaded.members.map((member) => [member.playerId, member])),
    }
  )
}

const nothing: ModelZone = { tick: 0, entities: new Map(), members: new Map() }

function limitsOf(round: number) {
  if (round % 3 === 1) return { ...shortLimits, journalFrom: 3, journalTicksMax: 20 }
  return round % 3 === 2 ? { ...shortLimits, journalBytesMax: 300 } : shortLimits
}

const runs = Array.from({ length: size({ usual: 3, long: 60 }) }, (_, seed) => ({
  seed: `journal ${seed}`,
  hints: (['all', 'none', 'some'] as const)[seed % 3] as Hints,
  limits: limitsOf(Math.floor(seed / 3)),
}))

describe('the journal of a zone', () => {
  test.each(runs)(
    '[STORE-5] whenever the process ends, a copy of its files is the last step that was stored ($seed, $hints)',
    async ({ seed, hints, limits }) => {
      let statements = 0
      let copied = 0
      let stored = nothing
      let next = nothing
      const copies: { readonly path: string; readonly allowed: readonly ModelZone[] }[] = []
      const copy = (allowed: readonly ModelZone[]) => {
        const path = join(disk.folder, `copy-${copied++}.db`)
        for (const end of ['', '-wal']) if (existsSync(disk.path + end)) copyFileSync(disk.path + end, path + end)
        copies.push({ path, allowed })
      }
      // Not each of the thousands of statements; by and by all kinds of them.
      const onStatement = () => {
        statements += 1
        if (statements % 97 === 0) copy([stored, next])
      }
      const storage = await open(disk.options.url, { limits, onStatement })
      await storage.zones.createZone(zoneOf(), [])
      const step = randomSteps(seed, { zoneId: 'zone-1', hints })
      for (let count = 0; count < size({ usual: 150, long: 600 }); count++) {
        const { commit, after } = step(stored)
        next = after
        expect(await storage.zones.commit([commit])).toEqual([{ outcome: 'committed' }])
        stored = after
        if (count % 31 === 0) expect(modelOf(await storage.zones.loadZone('zone-1'))).toEqual(stored)
        if (count % 50 === 49) copy([stored])
      }
      for (const member of stored.members.values())
        expect(await storage.zones.readMember('zone-1', member.playerId)).toEqual(member)
      await storage.close()
      copy([stored])
      expect(copies.length).toBeGreaterThan(10)
      for (const { path, allowed } of copies) {
        const again = await open(`file:${path}`)
        const found = modelOf(await again.zones.loadZone('zone-1')) ?? nothing
        expect(found).toEqual(allowed.find(({ tick }) => tick === found.tick))
        if (found.tick > 0) {
          const { commit, after } = step(found)
          expect(await again.zones.commit([commit])).toEqual([{ outcome: 'committed' }])
          expect(modelOf(await again.zones.loadZone('zone-1'))).toEqual(after)
        }
        await again.close()
        rmSync(path)
      }
    },
  )

  test('[STORE-5] the process may end at any statement of a cycle, with all its slices and its end', async () => {
    const cycle = 20
    let stored = nothing
    let next = nothing
    let isWatched = false
    let found = 0
    const onStatement = () => {
      if (!isWatched) return
      const path = join(disk.folder, `copy-${found++}.db`)
      for (const end of ['', '-wal']) copyFileSync(disk.path + end, path + end)
      const copied = inspectZone(`file:${path}`, 'zone-1')
      expect(modelOf(copied)).toEqual(copied?.zone.tick === next.tick ? next : stored)
      for (const end of ['', '-wal', '-shm']) rmSync(path + end, { force: true })
    }
    const limits = { ...shortLimits, journalTicksMax: 2 * cycle }
    const storage = await open(disk.options.url, { limits, onStatement })
    await storage.zones.createZone(zoneOf(), [])
    const step = randomSteps('every statement', { zoneId: 'zone-1', hints: 'all' })
    for (let count = 0; count < 3 * cycle; count++) {
      isWatched = count > 1.5 * cycle
      const { commit, after } = step(stored)
      next = after
      expect(await storage.zones.commit([commit])).toEqual([{ outcome: 'committed' }])
      stored = after
    }
    isWatched = false
    await storage.close()
    expect(found).toBeGreaterThan(5 * cycle)
  })
})
