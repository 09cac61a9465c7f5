import { testZone } from '@gridtick/testing'
import { describe, expect, test } from 'vitest'
import { helloGrid } from '../../modules/hello-grid/hello-grid.ts'

const small = { width: 8, height: 8, sight: 2, pebbles: 0 }

function own(zone: Awaited<ReturnType<typeof testZone>>, playerId: string) {
  const walker = zone.view(playerId).entities.find((entity) => entity.ownerId === playerId)
  if (walker === undefined) throw new Error(`${playerId} has no walker`)
  return walker
}

async function placed(places: Record<string, [number, number]>, config: object = {}) {
  const zone = await testZone(helloGrid, { config: { ...small, ...config }, seed: 7 })
  await zone.join(...Object.keys(places))
  for (const [playerId, [x, y]] of Object.entries(places))
    zone.intent(playerId, 'teleport', { x, y }, { role: 'debug' })
  await zone.tick()
  return zone
}

describe('hello-grid', () => {
  test('a joining player gets a walker with the display name on a free cell, and loses it on leaving', async () => {
    const zone = await testZone(helloGrid, { config: small })
    await zone.join('ann', 'bob')
    expect(own(zone, 'ann')).toMatchObject({ kind: 'walker', data: { name: 'ann', pebbles: 0 } })
    expect(zone.entities.size).toBe(2)
    zone.leave('ann')
    await zone.tick()
    expect(zone.entities.ownedBy('ann')).toEqual([])
    expect(zone.players.map(({ playerId }) => playerId)).toEqual(['bob'])
  })

  test('two steps of one player in one tick both count', async () => {
    const zone = await placed({ ann: [1, 1] })
    zone.intent('ann', 'step', { dx: 1, dy: 0 })
    zone.intent('ann', 'step', { dx: 1, dy: 1 })
    await zone.tick()
    expect(own(zone, 'ann')).toMatchObject({ x: 3, y: 2 })
  })

  test('a step off the grid is refused off_grid, onto a walker blocked, also onto one that came there in this tick', async () => {
    const zone = await placed({ ann: [0, 0], bob: [2, 0] })
    zone.intent('ann', 'step', { dx: -1, dy: 0 })
    zone.intent('ann', 'step', { dx: 1, dy: 0 })
    zone.intent('bob', 'step', { dx: -1, dy: 0 })
    await zone.tick()
    expect(zone.refusals('ann').map(({ code }) => code)).toEqual(['off_grid'])
    expect(zone.refusals('bob').map(({ code }) => code)).toEqual(['blocked'])
    expect([own(zone, 'ann').x, own(zone, 'bob').x]).toEqual([1, 2])
  })

  test('a cell that a walker left in this tick is free', async () => {
    const zone = await placed({ ann: [0, 0], bob: [1, 0] })
    zone.intent('bob', 'step', { dx: 1, dy: 0 })
    zone.intent('ann', 'step', { dx: 1, dy: 0 })
    await zone.tick()
    expect([own(zone, 'ann').x, own(zone, 'bob').x]).toEqual([1, 2])
  })

  test('stepping onto a pebble picks it up and tells those who see the walker', async () => {
    const zone = await testZone(helloGrid, { config: { ...small, pebbles: 64 } })
    await zone.join('ann', 'bob', 'far')
    for (const [playerId, x, y] of [
      ['ann', 0, 0],
      ['bob', 2, 0],
      ['far', 7, 7],
    ] as const)
      zone.intent(playerId, 'teleport', { x, y }, { role: 'debug' })
    await zone.tick()
    const before = zone.view('ann').extras.pebblesLeft as number
    zone.intent('ann', 'step', { dx: 0, dy: 1 })
    await zone.tick()
    expect(own(zone, 'ann').data.pebbles).toBe(2)
    const taken = { event: 'pebble.taken', payload: { by: 'ann', left: before - 1 } }
    expect(zone.events('ann')).toContainEqual(taken)
    expect(zone.events('bob')).toContainEqual(taken)
    expect(zone.events('far')).not.toContainEqual(taken)
    expect(zone.view('far').extras).toEqual({ pebblesLeft: before - 1 })
  })

  test('a player sees within sight, and of others no pebbles', async () => {
    const zone = await placed({ ann: [0, 0], bob: [2, 2], far: [3, 0] })
    const seen = zone.view('ann').entities
    expect(seen.map(({ ownerId }) => ownerId).sort()).toEqual(['ann', 'bob'])
    expect(seen.find(({ ownerId }) => ownerId === 'bob')?.data).toEqual({ name: 'bob' })
    expect(JSON.stringify(zone.messages('ann'))).not.toContain('"name":"far","pebbles"')
  })

  test('who leaves makes room for who joins in the same tick, on a grid where each cell was taken', async () => {
    const zone = await testZone(helloGrid, { config: { ...small, width: 4, height: 4 } })
    const crowd = Array.from({ length: 16 }, (_, index) => `player-${index}`)
    await zone.join(...crowd, 'late')
    expect(zone.refusals('late').map(({ code }) => code)).toEqual(['zone_full'])
    const free = own(zone, 'player-3')
    zone.leave('player-3')
    await zone.join('ann')
    expect(own(zone, 'ann')).toMatchObject({ x: free.x, y: free.y })
    expect(zone.entities.size).toBe(16)
  })

  test('a teleport to where one stands is not blocked by oneself', async () => {
    const zone = await placed({ ann: [1, 1] })
    zone.intent('ann', 'teleport', { x: 1, y: 1 }, { role: 'debug' })
    zone.intent('ann', 'teleport', { x: 8, y: 1 }, { role: 'debug' })
    await zone.tick()
    expect(zone.refusals('ann').map(({ code }) => code)).toEqual(['off_grid'])
  })

  test('said is heard by those who see the walker', async () => {
    const zone = await placed({ ann: [0, 0], bob: [2, 2], far: [7, 7] })
    zone.intent('ann', 'say', { text: 'hello' })
    await zone.tick()
    const said = { event: 'said', payload: { from: 'ann', name: 'ann', text: 'hello' } }
    expect(zone.events('bob')).toEqual([said])
    expect(zone.events('ann')).toEqual([said])
    expect(zone.events('far')).toEqual([])
  })

  test('canJoin refuses zone_full exactly at the cap, also within one tick', async () => {
    const zone = await testZone(helloGrid, { config: { ...small, playersMax: 2 } })
    await zone.join('ann', 'bob', 'cem')
    expect(zone.refusals('cem').map(({ code }) => code)).toEqual(['zone_full'])
    expect(zone.entities.size).toBe(2)
  })

  test('ten minutes after the last socket was lost the player is removed, though nobody is there', async () => {
    const zone = await testZone(helloGrid, { config: small })
    await zone.join('ann')
    zone.disconnect('ann')
    await zone.tick()
    await zone.advance(10 * 60_000 - 1_000)
    expect(zone.entities.size).toBe(1)
    await zone.advance(2_000)
    expect(zone.entities.size).toBe(0)
    expect(zone.players).toEqual([])
    expect(zone.wakeAt).toBeNull()
  })

  test('who comes back in time stays', async () => {
    const zone = await testZone(helloGrid, { config: small })
    await zone.join('ann')
    zone.disconnect('ann')
    await zone.advance(9 * 60_000)
    zone.reconnect('ann')
    await zone.advance(5 * 60_000)
    expect(zone.entities.size).toBe(1)
  })

  test('[FOG-4] nothing of it leaks: what others do out of sight, and what is redacted, cannot be noticed', async () => {
    const zone = await testZone(helloGrid, { config: { width: 24, height: 24, sight: 3, pebbles: 60 }, seed: 5 })
    await zone.join('ann', 'bob', 'cem', 'dan')
    for (let round = 0; round < 60; round++) {
      for (const playerId of ['ann', 'bob', 'cem', 'dan'])
        zone.intent(
          playerId,
          round % 9 === 0 ? 'say' : 'step',
          round % 9 === 0
            ? { text: 'hey' }
            : { dx: ((round + playerId.charCodeAt(0)) % 3) - 1, dy: 1 - (round % 2) * 2 },
        )
      await zone.tick()
    }
    const { intents } = await zone.expectNoLeak({
      viewer: 'bob',
      // Who is in sight is heard, and how many pebbles are left is known to all.
      mayKnow: ({ intent: { type, playerId }, entities, sees }) =>
        type === 'say' && entities.ownedBy(playerId).some(({ id }) => sees(id)),
      alsoKnows: ({ extras }) => extras,
      vary(entity, { entities }) {
        const [bob] = entities.ownedBy('bob')
        if (bob === undefined || entity === bob) return entity
        if (entity.kind === 'walker') return { ...entity, data: { ...entity.data, pebbles: 77 } }
        // A pebble far from bob lies elsewhere; not where somebody picks one up, as the number left is public.
        const elsewhere = (entity.y + 1) % 24
        const isFarFromAll = [entity.y, elsewhere].every(
          (y) =>
            Math.max(Math.abs(entity.x - bob.x), Math.abs(y - bob.y)) > 6 &&
            entities.near(entity.x, y, 2).every(({ kind }) => kind !== 'walker'),
        )
        return isFarFromAll ? { ...entity, y: elsewhere } : entity
      },
    })
    expect(intents.compared).toBeGreaterThan(20)
    await zone.expectSameReplay()
  })

  test('a game goes on after a crash as if nothing had happened', async () => {
    const play = async (isCrashing: boolean) => {
      const zone = await testZone(helloGrid, { config: { ...small, pebbles: 20 }, seed: 3 })
      await zone.join('ann', 'bob')
      for (let round = 0; round < 10; round++) {
        zone.intent('ann', 'step', { dx: round % 2 === 0 ? 1 : -1, dy: 0 })
        await zone.tick()
        if (isCrashing && round % 3 === 0) await zone.crash()
      }
      return { hash: zone.hash(), view: zone.view('bob').entities }
    }
    expect(await play(true)).toEqual(await play(false))
  })
})
