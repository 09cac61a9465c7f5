import { testZone } from '@gridtick/testing'
import { seeing } from 'gridtick'
import { describe, expect, test } from 'vitest'
import { type ProbeEntity, type ProbeParts, probeModule } from '../zone/probe-module.ts'
import { createWorld } from '../zone/world.ts'

/** Each player has a scout; it sees cells up to 2 away, whatever stands there. */
const scouts = ['ann', 'bob'].map((ownerId, at) => ({
  id: ownerId,
  kind: 'thing',
  x: at * 8,
  y: 1,
  ownerId,
  data: { n: 1 },
}))
const isNear = (scout: ProbeEntity, x: number, y: number) => Math.max(Math.abs(scout.x - x), Math.abs(scout.y - y)) <= 2

const parts: ProbeParts = {
  create: scouts,
  getPlayerState: ({ base, playerId }) => ({ entities: base.entities.ownedBy(playerId) }),
  seesCell: ({ base, playerId, x, y }) => base.entities.ownedBy(playerId).some((scout) => isNear(scout, x, y)),
}

/** An act makes a noise in the cell of its value, and lets ann's scout jump there first if it is below 5. */
const noisy: ProbeParts = {
  ...parts,
  onTick: ({ intents }) => ({
    update: intents.flatMap(({ payload: { value = 0 } }) => (value < 5 ? [{ id: 'ann', set: { x: value } }] : [])),
    events: intents.map(({ payload: { value = 0 } }) => ({
      event: 'noise',
      payload: value,
      to: seeing({ x: value, y: 1 }),
    })),
  }),
}

describe('events for those who see a cell', () => {
  async function heard(given: ProbeParts, values: readonly number[]) {
    const zone = await testZone(probeModule(given), { isQuiet: true })
    await zone.join('ann', 'bob')
    for (const value of values) {
      zone.intent('bob', 'act', { value })
      await zone.tick()
    }
    const of = (name: string) => zone.events(name).map(({ payload }) => payload)
    return { ann: of('ann'), bob: of('bob'), faults: zone.faults() }
  }

  test('[FOG-6] are for all in whose sight it is, also where nothing stands', async () => {
    expect(await heard(noisy, [7, 9, 5])).toEqual({ ann: [], bob: [7, 9], faults: [] })
  })

  test('[FOG-6] sight is that of before the tick or of after it', async () => {
    // Ann's scout comes to 4, from where 5 to 9 were dark; then it goes to 0, from where 4 is dark.
    const leaves: ProbeParts = {
      ...noisy,
      onTick: ({ intents }) => ({
        update: intents.map(({ payload: { value = 0 } }) => ({ id: 'ann', set: { x: value } })),
        events: intents.map(() => ({ event: 'noise', payload: 'at 5', to: seeing({ x: 5, y: 1 }) })),
      }),
    }
    // Comes within sight of 5; goes out of it again; is out of it before and after.
    expect((await heard(leaves, [4, 0, 1])).ann).toEqual(['at 5', 'at 5'])
  })

  test('[VIEW-7] fail closed: a player on whom the module fails does not hear it, and the fault is reported', async () => {
    const broken: ProbeParts = {
      ...noisy,
      seesCell: (context) => {
        if (context.playerId === 'bob') throw new Error('no eyes')
        return true
      },
    }
    const { ann, bob, faults } = await heard(broken, [7])
    expect([ann, bob]).toEqual([[7], []])
    expect(faults).toHaveLength(1)
    expect(faults[0]).toMatch(/player bob: seesCell threw Error: no eyes/)

    const vague = await heard({ ...noisy, seesCell: () => 'yes' }, [7])
    expect([vague.ann, vague.bob]).toEqual([[], []])
    expect(vague.faults[0]).toMatch(/seesCell returned neither true nor false/)
    const late = await heard({ ...noisy, seesCell: () => Promise.resolve(true) }, [7])
    expect(late.bob).toEqual([])
    expect(late.faults[0]).toMatch(/seesCell returned a Promise/)
  })

  test('[FOG-6] without seesCell, or for no cell, the tick fails and says what to do', async () => {
    const { seesCell: _, ...blind } = noisy
    expect((await heard(blind, [7])).faults[0]).toMatch(/bad events\[0\]\.to: .*give it the hook `seesCell`/)
    const nowhere = { ...noisy, onTick: () => ({ events: [{ event: 'e', payload: 1, to: seeing({ x: 1.5, y: 1 }) }] }) }
    expect((await heard(nowhere, [])).faults[0]).toMatch(/seeing\(\) takes a cell, two integers; not 1\.5 and 1/)
  })
})

describe('all cells that a player sees, for the debug role', () => {
  async function cellsOf(given: ProbeParts, limits: { readonly sightCellsMax?: number } = {}) {
    const world = await createWorld(probeModule(given), { limits })
    await world.watch(world.open('ann'))
    await world.beat()
    const answer = await world.host.readState({ zoneId: world.zoneId, as: 'ann', withCells: true })
    return { cells: answer.ok ? answer.value.seenCells : answer, errors: world.errors }
  }

  test('[VIEW-7] in stretches, row by row', async () => {
    const rows = [0, 1, 2, 3].map((y) => ({ y, left: 0, right: 2 }))
    expect((await cellsOf(parts)).cells).toEqual(rows)
    const checked = await cellsOf({ ...parts, seesCell: ({ x, y }) => y === 0 && x % 3 !== 1 })
    expect(checked.cells).toEqual([
      { y: 0, left: 0, right: 0 },
      { y: 0, left: 2, right: 3 },
      { y: 0, left: 5, right: 6 },
      { y: 0, left: 8, right: 9 },
    ])
  })

  test('[VIEW-7] not of a grid with too many cells, nor where the module does not say', async () => {
    expect((await cellsOf(parts, { sightCellsMax: 100 })).cells).toHaveLength(4)
    expect((await cellsOf(parts, { sightCellsMax: 99 })).cells).toBeUndefined()
    const { seesCell: _, ...blind } = parts
    expect((await cellsOf(blind)).cells).toBeUndefined()
  })

  test('[VIEW-7] nor where the module fails, which is reported once', async () => {
    const { cells, errors } = await cellsOf({
      ...parts,
      seesCell: ({ y }) => {
        if (y === 2) throw new Error('no eyes')
        return true
      },
    })
    expect(cells).toBeUndefined()
    expect(errors.filter((error) => error.includes('no eyes'))).toHaveLength(1)
  })
})
