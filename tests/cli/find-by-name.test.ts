import { expect, test, vi } from 'vitest'
import { findZone } from '../../apps/cli/server/find-zone.ts'
import type { ServerApi } from '../../apps/cli/server/server-api.ts'
import { createZonePlayers } from '../../apps/cli/server/zone-players.ts'

/** A server that answers GET with what a test has, and counts how often it is asked. */
function serverWith(answers: (path: string, query: Readonly<Record<string, unknown>>) => unknown) {
  const get = vi.fn(async (path: string, query: Readonly<Record<string, unknown>> = {}) => answers(path, query))
  return { api: { get } as unknown as ServerApi, get }
}

const ids = {
  meadow: '019b0c4e-7a52-7d3f-9c61-5e2f8a41d7b3',
  forest: '019b0c4e-7a52-7d3f-9c61-5e2f8a41d7b4',
  lake: '019b0c4f-0000-7d3f-9c61-5e2f8a41d7b3',
}

test('a zone is found by the beginning of its id, on whatever page it is; several that fit are named', async () => {
  const pages: Readonly<Record<string, object>> = {
    first: { zones: [{ id: ids.meadow, name: 'meadow' }], nextCursor: 'second' },
    second: {
      zones: [
        { id: ids.forest, name: 'forest' },
        { id: ids.lake, name: 'lake' },
      ],
      nextCursor: null,
    },
  }
  const { api, get } = serverWith((_, { cursor }) => pages[String(cursor ?? 'first')])
  expect(await findZone(api, '019b0c4f')).toBe(ids.lake)
  expect(await findZone(api, ids.forest.slice(0, -1).toUpperCase()).catch(({ todo }) => todo)).toContain('(forest)')
  await expect(findZone(api, '019b0c')).rejects.toMatchObject({
    exitCode: 5,
    todo: expect.stringContaining('(meadow)'),
  })
  const asked = get.mock.calls.length
  // What is whole, too short or no beginning of an id is for the server to judge.
  for (const typed of [ids.meadow, '019b0', 'meadow-of-ann']) expect(await findZone(api, typed)).toBe(typed)
  expect(get.mock.calls.length).toBe(asked)
  expect(await findZone(api, 'ffffffff')).toBe('ffffffff')
})

const members = [
  { playerId: '01a00000-0000-7000-8000-00000000000a', displayName: 'Ann' },
  { playerId: '01a11111-0000-7000-8000-00000000000b', displayName: 'Bob' },
  { playerId: '01a11111-0000-7000-8000-00000000000c', displayName: 'Bob' },
  { playerId: '01a22222-0000-7000-8000-00000000000d', displayName: 'bob' },
]

test('a player is found by id, by its beginning, or by name; else those there are are named', async () => {
  const players = createZonePlayers(serverWith(() => ({ players: members })).api, ids.meadow)
  const [ann, , , bob] = members.map(({ playerId }) => playerId)
  expect(await players.find(ann ?? '')).toBe(ann)
  expect(await players.find('01A000')).toBe(ann)
  expect(await players.find('ANN')).toBe(ann)
  // As it is written comes first.
  expect(await players.find('bob')).toBe(bob)
  await expect(players.find('Bob')).rejects.toMatchObject({
    exitCode: 5,
    todo: expect.stringMatching(/0b\), Bob .*0c\)$/),
  })
  await expect(players.find('BOB')).rejects.toMatchObject({ todo: expect.stringContaining('bob (') })
  await expect(players.find('Carl')).rejects.toMatchObject({ exitCode: 5, todo: expect.stringContaining('Ann (01a0') })
  // Whoever has left is no member, and has an id all the same.
  await expect(players.find(ids.lake)).rejects.toMatchObject({ exitCode: 5 })
  expect(await players.find(ids.lake, { mayHaveLeft: true })).toBe(ids.lake)
})

test('no more members are named than can be read', async () => {
  const many = Array.from({ length: 60 }, (_, index) => ({ playerId: `p${index}`, displayName: `Walker ${index}` }))
  const players = createZonePlayers(serverWith(() => ({ players: many })).api, ids.meadow)
  await expect(players.find('Ann')).rejects.toMatchObject({
    todo: expect.stringMatching(/Walker 9 \(p9\), and 50 more\.$/),
  })
})

test('names are asked for when there is somebody new, and once', async () => {
  const { api, get } = serverWith(() => ({ players: members.slice(0, 1) }))
  const players = createZonePlayers(api, ids.meadow)
  const ann = members[0]?.playerId ?? ''
  await players.learn([null])
  expect(get).toHaveBeenCalledTimes(0)
  for (let page = 0; page < 3; page++) await players.learn([ann, 'gone', null])
  expect(get).toHaveBeenCalledTimes(1)
  expect([players.describe(ann), players.describe('gone')]).toEqual([`Ann ${ann}`, 'gone'])
})
