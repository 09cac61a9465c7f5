import type { Storage } from '@gridtick/engine/ports'
import { createMemoryStorage } from '@gridtick/storage-memory'
import { storageContract, type TestFramework } from '@gridtick/testing/contracts'
import { expect, test } from 'vitest'

type Step = () => Promise<void>

/** The names of the promises that a storage breaks, by a test framework of a few lines. */
async function brokenBy(change: (storage: Storage) => Storage): Promise<readonly string[]> {
  const before: Step[][] = []
  const after: Step[][] = []
  const tests: { readonly name: string; readonly steps: readonly Step[] }[] = []
  const framework: TestFramework = {
    describe(_, suite) {
      before.push([])
      after.push([])
      suite()
      before.pop()
      after.pop()
    },
    test: (name, run) => tests.push({ name, steps: [...before.flat(), run, ...after.flat()] }),
    beforeEach: (run) => before.at(-1)?.push(run),
    afterEach: (run) => after.at(-1)?.push(run),
    expect,
  }
  storageContract(framework, { name: 'mine', open: async () => change(createMemoryStorage()) })
  expect(tests.length).toBeGreaterThan(60)
  const broken: string[] = []
  for (const { name, steps } of tests)
    try {
      for (const step of steps) await step()
    } catch {
      broken.push(name)
    }
  return broken
}

test('[STORE-2] the suites find nothing wrong with a storage that keeps its promises', async () => {
  expect(await brokenBy((storage) => storage)).toEqual([])
})

test.each<[string, (storage: Storage) => Partial<Storage>]>([
  ['forgets who owns a zone', ({ zones }) => ({ zones: { ...zones, claimZones: async () => [] } })],
  ['loses the log', ({ actionLog }) => ({ actionLog: { ...actionLog, readLog: async () => [] } })],
  ['takes a username twice', ({ accounts }) => ({ accounts: { ...accounts, createAccount: async () => 'created' } })],
  ['never wakes a zone', ({ wakes }) => ({ wakes: { ...wakes, dueZones: async () => [] } })],
  ['has a clock that stands', ({ clock }) => ({ clock: { ...clock, storeClock: async () => {} } })],
])('[STORE-2] they find one that %s', async (_, change) => {
  expect(await brokenBy((storage) => ({ ...storage, ...change(storage) }))).not.toEqual([])
})
