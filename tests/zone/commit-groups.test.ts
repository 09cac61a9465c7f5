import { expect, test } from 'vitest'
import { StorageError } from '../../framework/engine/src/ports/storage/storage-error.ts'
import type { CommitResult, ZoneCommit } from '../../framework/engine/src/ports/storage/zone-commit.ts'
import { CommitGroups } from '../../framework/engine/src/zone/commit-groups.ts'
import { commitOf } from '../../framework/testing/src/contracts/rows.ts'

const committed: CommitResult = { outcome: 'committed' }

/** Groups of at most three; the storage says of each zone what `ends` says, and once what `fails` says. */
function open(ends: Readonly<Record<string, CommitResult>> = {}) {
  const lists: string[][] = []
  let failure: StorageError | undefined
  const groups = new CommitGroups({
    limits: { commitGroupMax: 3 },
    zones: {
      async commit(commits: readonly ZoneCommit[]) {
        lists.push(commits.map(({ zoneId }) => zoneId))
        const error = failure
        failure = undefined
        if (error !== undefined) throw error
        return commits.map(({ zoneId }) => ends[zoneId] ?? committed)
      },
    },
  })
  const commit = (zoneId: string, isAlone = false) => groups.commit(commitOf({ zoneId }), { isAlone })
  const fail = (error: StorageError) => {
    failure = error
  }
  return { lists, commit, fail }
}

test('[STEP-6] what is ready at the same time is stored together, in lists of at most commitGroupMax', async () => {
  const { lists, commit } = open()
  const plan = async (zoneId: string) => {
    // Steps go on at different speeds, as long as they wait for nothing.
    for (let turns = zoneId.length; turns > 0; turns--) await Promise.resolve()
    return commit(zoneId)
  }
  expect(await Promise.all(['a', 'bbbbbbbbb', 'cc', 'dddd'].map(plan))).toEqual([
    committed,
    committed,
    committed,
    committed,
  ])
  expect(lists.map(({ length }) => length)).toEqual([3, 1])
  await commit('a')
  expect(lists[2]).toEqual(['a'])
})

test('[STEP-6] each hears how its own ended; who was not stored commits alone the next time, once', async () => {
  const refused: CommitResult = { outcome: 'rejected', reason: 'bad' }
  const { lists, commit } = open({ bad: refused })
  expect(await Promise.all([commit('a'), commit('bad'), commit('b')])).toEqual([committed, refused, committed])
  await Promise.all([commit('a'), commit('bad'), commit('b')])
  expect(lists.slice(1)).toEqual([['bad'], ['a', 'b']])
})

test('[STEP-6] a zone that has failed commits alone', async () => {
  const { lists, commit } = open()
  await Promise.all([commit('a'), commit('failing', true), commit('b')])
  expect(lists).toEqual([['failing'], ['a', 'b']])
})

test('[STEP-6] where nobody knows of a list, that is said of each, and each commits alone for one beat', async () => {
  const { lists, commit, fail } = open()
  const error = new StorageError('io', 'lost')
  fail(error)
  const first = await Promise.allSettled([commit('a'), commit('b')])
  expect(first).toEqual([
    { status: 'rejected', reason: error },
    { status: 'rejected', reason: error },
  ])
  await Promise.all([commit('a'), commit('b')])
  await Promise.all([commit('a'), commit('b')])
  expect(lists).toEqual([['a', 'b'], ['a'], ['b'], ['a', 'b']])
})
