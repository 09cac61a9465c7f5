import { setImmediate as nextTurn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import type { Storage } from '../../framework/engine/src/ports/storage/storage.ts'
import { schedule, startMs } from './scheduled-world.ts'

test('[ACT-1] [ACT-2] [ACT-3] zones nobody needs cost nothing; one that is needed is loaded alone, and unloaded after', async () => {
  const { create, watch, unwatch, run, storage, host, steps, scheduler } = await schedule({
    limits: { idleLingerMs: 2_000 },
  })
  const ids = []
  for (let index = 0; index < 50; index++) ids.push(await create(`zone ${index}`))
  const before = storage.faults.count
  await run(3_000)
  expect(storage.faults.count).toBe(before)
  expect([steps.length, host.registry.size]).toEqual([0, 0])

  await watch(ids[7] as string)
  await run(500)
  expect(storage.faults.countOf('loadZone')).toBe(1)
  expect(new Set(steps.map(({ zone }) => zone))).toEqual(new Set(['zone 7']))
  expect(scheduler.health().activeZones).toBe(1)
  unwatch(ids[7] as string)
  await run(1_000)
  const stepped = steps.length
  expect(host.registry.size).toBe(1)
  await run(4_000)
  expect([host.registry.size, steps.length]).toEqual([0, stepped])
})

test('[ACT-4] an intent without a socket makes its zone run until the queue is empty', async () => {
  const { create, watch, unwatch, run, host, steps, settled } = await schedule()
  const zoneId = await create('one')
  await watch(zoneId)
  await run(200)
  unwatch(zoneId)
  await run(300)
  steps.length = 0
  const player = { playerId: 'ann', displayName: 'ann', role: 'player' } as const
  const receipt = await host.submitIntent({ zoneId, player, type: 'act', payload: {}, operation: 'o1' })
  await run(500)
  expect(steps).toHaveLength(1)
  expect([receipt.accepted, settled.get('o1')]).toMatchObject([true, { outcome: 'applied' }])
})

test('[ACT-5] a stored wake time loads its zone and runs it once, though nobody is there', async () => {
  const { create, run, steps, host } = await schedule({ wakeAt: startMs + 2_000 })
  await create('sleeper')
  await run(1_900)
  expect(steps).toEqual([])
  await run(1_000)
  expect(steps).toMatchObject([{ zone: 'sleeper' }])
  expect(steps[0]?.at).toBeLessThan(2_300)
  expect(host.registry.size).toBe(1)
})

test('[ACT-5] zones that are due are not kept waiting by many others that step seldom', async () => {
  const { create, run, steps, storage } = await schedule({ wakeAt: startMs + 500 })
  for (let index = 0; index < 100; index++) await create('slow', 60_000)
  await create('quick')
  await run(3_000)
  expect(steps.map(({ zone }) => zone)).toContain('quick')
  expect(storage.faults.countOf('loadZone')).toBe(101)
})

test('[ACT-5] a wake time that is stored while the storage is asked for the next one is not forgotten', async () => {
  let meanwhile: (() => Promise<unknown>) | undefined
  const wrap = (disk: Storage): Storage => ({
    ...disk,
    wakes: {
      ...disk.wakes,
      async nextWakeAt(owner) {
        const next = await disk.wakes.nextWakeAt(owner)
        if (next !== null) return next
        const work = meanwhile
        meanwhile = undefined
        await work?.()
        return next
      },
    },
  })
  const { create, run, steps } = await schedule({ wakeAt: startMs + 500, wrap })
  await create('first')
  meanwhile = () => create('second')
  await run(2_000)
  expect(new Set(steps.map(({ zone }) => zone))).toEqual(new Set(['first', 'second']))
})

test('[BEAT-1] zones of one period step on one beat, each in its own period, whatever is done to the wall clock', async () => {
  const { create, watch, run, jump, steps } = await schedule()
  for (const [name, everyMs] of [
    ['a', 100],
    ['b', 100],
    ['slow', 300],
  ] as const)
    await watch(await create(name, everyMs))
  await run(1_000)
  jump(-86_400_000)
  await run(1_000)
  jump(3 * 86_400_000)
  await run(1_000)
  const timesOf = (name: string) => steps.filter(({ zone }) => zone === name).map(({ at }) => at)
  expect(timesOf('a')).toEqual(timesOf('b'))
  // The clock of the server runs a tenth slower while the wall clock is behind.
  expect(timesOf('a').filter((at) => at <= 1_000)).toHaveLength(10)
  expect(timesOf('a').filter((at) => at > 1_000 && at <= 2_000)).toHaveLength(9)
  expect([10, 11]).toContain(timesOf('a').filter((at) => at > 2_000).length)
  expect([10, 11]).toContain(timesOf('slow').length)
  const lengths = steps.filter(({ at }) => at > 600 && (at <= 2_000 || at > 2_300)).map(({ elapsedMs }) => elapsedMs)
  for (const elapsedMs of lengths) expect([100, 110, 120, 300, 330, 340]).toContain(elapsedMs)
})

test('[BEAT-1] also the only zone of a period steps on its beat; loaded again, it makes up once for those it missed', async () => {
  const { create, watch, unwatch, run, sleep, steps, missed, host } = await schedule({ limits: { idleLingerMs: 100 } })
  await run(130)
  const zoneId = await create('alone', 5_000)
  await watch(zoneId)
  await run(10_000)
  unwatch(zoneId)
  await run(13_000)
  expect(host.registry.get(zoneId)).toBeUndefined()
  await watch(zoneId)
  await run(2_000)
  // The first and the fourth are prompt: for the join, and for the lost connection.
  expect(steps.map(({ at }) => at)).toEqual([200, 5_000, 10_000, 10_200, 23_200, 25_000])
  expect(missed()).toBe(0)
  sleep(12_500)
  await run(10)
  expect(steps).toHaveLength(7)
  expect(missed()).toBe(1)
})

test('[BEAT-2] a step never overlaps itself, and only so many zones step at once', async () => {
  let running = 0
  let most = 0
  const busy = new Map<string, number>()
  const releases: (() => void)[] = []
  const wrap = (disk: Storage): Storage => ({
    ...disk,
    zones: {
      ...disk.zones,
      async commit(commits) {
        running += commits.length
        most = Math.max(most, running)
        for (const { zoneId } of commits) {
          busy.set(zoneId, (busy.get(zoneId) ?? 0) + 1)
          expect(busy.get(zoneId)).toBe(1)
        }
        await new Promise<void>((resolve) => releases.push(resolve))
        for (const { zoneId } of commits) busy.set(zoneId, 0)
        running -= commits.length
        return disk.zones.commit(commits)
      },
    },
  })
  const { create, watch, run, steps } = await schedule({
    wrap,
    limits: { zoneConcurrencyMax: 2 },
    onTick: ({ tick }) => ({ extras: { score: tick } }),
  })
  for (let index = 0; index < 4; index++) await watch(await create(`${index}`))
  await run(500)
  expect([most, steps.length]).toEqual([2, 2])
  for (let round = 0; round < 12; round++) {
    releases.shift()?.()
    await run(50)
  }
  expect(most).toBe(2)
  expect(new Set(steps.slice(0, 4).map(({ zone }) => zone)).size).toBe(4)
})

test('[BEAT-3] a late beat runs one step; the missed ones are counted, and the module is told how long it was', async () => {
  const { create, watch, run, sleep, steps, missed } = await schedule()
  await watch(await create('a'))
  await run(500)
  const before = steps.length
  sleep(1_000)
  await run(10)
  expect(steps.length).toBe(before + 1)
  expect(steps.at(-1)?.elapsedMs).toBeGreaterThanOrEqual(1_000)
  expect(missed()).toBe(9)
})

test('[BEAT-4] a slice takes up zones for 20 ms; the event loop has a turn before the next', async () => {
  const { create, watch, run, sleep, pass, steps } = await schedule({ isSliced: true, onTick: () => pass(11) })
  for (let index = 0; index < 5; index++) await watch(await create(`${index}`))
  await run(300)
  steps.length = 0
  sleep(100)
  const stepsOfTurns: number[] = []
  for (let turn = 0; turn < 20; turn++) {
    const before = steps.length
    await nextTurn()
    stepsOfTurns.push(steps.length - before)
  }
  expect(stepsOfTurns.filter((count) => count > 0)).toEqual([2, 2, 1])
})

test('[DUR-4] stopping waits for the steps that run, and runs no more', async () => {
  const { create, watch, run, scheduler, steps } = await schedule()
  await watch(await create('a'))
  await run(300)
  await scheduler.stop()
  const before = steps.length
  await run(500)
  expect(steps.length).toBe(before)
})

test('[DUR-4] stopping waits for what was begun beside the steps: nothing comes to a storage that is closed', async () => {
  let release = () => {}
  let isAsked = false
  const wrap = (disk: Storage): Storage => ({
    ...disk,
    async verify() {
      isAsked = true
      await new Promise<void>((resolve) => {
        release = resolve
      })
    },
  })
  const { run, scheduler } = await schedule({ wrap })
  await run(1_500)
  expect(isAsked).toBe(true)
  let isStopped = false
  const stopped = scheduler.stop().then(() => {
    isStopped = true
  })
  for (let turn = 0; turn < 10; turn++) await nextTurn()
  expect(isStopped).toBe(false)
  release()
  await stopped
})
