import { beforeEach, describe, expect, test } from 'vitest'
import { fixDraws, inTurn } from '../fixed-draws.ts'
import { stage } from '../stage/stage.ts'
import { battlefield, guarded } from './battlefield.ts'

beforeEach(() => fixDraws(inTurn(0.1)))

type Payload = Readonly<Record<string, unknown>>
type Parties = Readonly<Record<string, Payload>>

describe('what captains learn of a fight', () => {
  test('[6.5] a round says by a boolean whether it was the last one, and an action names its target as it was asked for', async () => {
    const field = await battlefield({ a: { sector: 1 }, b: { sector: 1, fighters: 3 } })
    await field.must('a', 'initiate_combat')
    await field.act('b', 'brace')
    await field.act('a', 'attack', { commit: 1, targetId: 'b' })
    expect(field.last('a', 'combat.round_resolved')).toMatchObject({ end: false, result: null })
    const actions = (field.last('a', 'combat.round_resolved')?.actions ?? {}) as Parties
    expect(actions.a).toEqual({
      ...{ action: 'attack', commit: 1, targetId: 'b', timedOut: false, destinationSector: null },
      submittedAt: expect.stringMatching(/Z$/),
    })
    await field.act('b', 'brace')
    await field.act('a', 'attack', { commit: 2, targetId: 'b' })
    for (const event of ['combat.round_resolved', 'combat.ended'])
      expect(field.last('a', event)).toMatchObject({ end: true, result: 'b_defeated' })
  })

  test.each([
    ['a captain', { targetId: 'b' }, { target: 'b', targetType: 'character' }],
    ['a garrison', { targetId: 'garrison:3:owner' }, { target: 'garrison:3:owner', targetType: 'garrison' }],
    ['nobody by name', {}, { target: null, targetType: null }],
  ])('[6.3] the start of a fight names whom it is meant for: %s, also to who comes later', async (_, aim, told) => {
    const field = await guarded(
      { fighters: 10, mode: 'defensive' },
      { a: { sector: 3 }, b: { sector: 3 }, late: { sector: 1 } },
    )
    await field.must('a', 'initiate_combat', aim)
    for (const name of ['a', 'b', 'owner'])
      expect(field.last(name, 'combat.started')).toMatchObject({ initiator: 'a', ...told })
    await field.must('late', 'move', { toSector: 3 })
    expect(field.last('late', 'combat.started')).toMatchObject({ initiator: 'a', ...told })
  })

  test('[6.3] a fight that a garrison begins is meant for nobody by name', async () => {
    const field = await guarded({ fighters: 10, mode: 'offensive' }, { a: { sector: 1 } })
    await field.must('a', 'move', { toSector: 3 })
    expect(field.last('a', 'combat.started')).toMatchObject({ initiator: 'a', target: null, targetType: null })
  })

  test('[2.2] a fight that is meant for somebody who cannot be fought here does not begin', async () => {
    const field = await guarded(
      { fighters: 10, mode: 'defensive' },
      { a: { sector: 3 }, b: { sector: 3 }, pod: { sector: 3, shipType: 'escape_pod' }, far: { sector: 1 } },
    )
    await field.place('owner', 3)
    for (const targetId of ['far', 'pod', 'nobody', 'garrison:5:owner'])
      expect(await field.ask('a', 'initiate_combat', { targetId }), targetId).toBe('no_target')
    expect(await field.ask('a', 'initiate_combat', { targetId: 'a' })).toBe('own_side')
    expect(await field.ask('owner', 'initiate_combat', { targetId: 'garrison:3:owner' })).toBe('own_side')
    expect(field.encounters()).toEqual([])
  })

  test('[6.4] a round that is open says nothing of what rounds took; one that was fought does so, also of who came late', async () => {
    const field = await battlefield({ a: { sector: 1 }, b: { sector: 1 }, late: { sector: 0 } })
    await field.must('a', 'initiate_combat')
    await field.act('a', 'attack', { commit: 1, targetId: 'b' })
    await field.act('b', 'brace')
    await field.must('late', 'move', { toSector: 1 })
    for (const [name, event] of [
      ['a', 'combat.started'],
      ['late', 'combat.started'],
      ['a', 'combat.round_waiting'],
    ] as const) {
      const parties = Object.values((field.last(name, event)?.participants ?? {}) as Parties)
      expect(parties.length, event).toBeGreaterThan(1)
      for (const party of parties) expect(Object.keys(party), event).not.toContain('fightersDelta')
    }
    expect(JSON.stringify(field.zone.query('a', 'combat_status'))).not.toContain('fightersDelta')
    await field.zone.advance(15_000)
    expect(field.last('a', 'combat.round_resolved')?.participants).toMatchObject({
      late: { fightersDelta: 0, shieldsDelta: 0 },
    })
  })
})

describe('salvage', () => {
  test('[4] says whether it is claimed and by whom, and which fight, sector and garrison it is of', async () => {
    const field = await guarded(
      { fighters: 2, mode: 'defensive' },
      { raider: { sector: 3 }, other: { sector: 3, fighters: 0, cargo: { equipment: 28 } } },
    )
    await field.must('raider', 'initiate_combat')
    const { id: combatId } = field.fight()
    await field.act('raider', 'attack', { commit: 2, targetId: 'garrison:3:owner' })
    const left = {
      ...{ sector: 3, claimed: false, claimedBy: null },
      metadata: {
        ...{ loser: 'Garrison (owner)', loserId: 'owner', shipType: null, combatId },
        ...{ sector: 3, garrisonOwnerId: 'owner' },
      },
    }
    expect(field.last('raider', 'combat.ended')).toMatchObject({ salvage: [left] })
    const seen = field.zone.view('raider').entities.find(({ kind }) => kind === 'salvage')
    expect(seen?.data).toMatchObject({ claimed: false, claimedBy: null, combatId, garrisonOwnerId: 'owner' })

    const salvageId = seen?.id
    await field.must('other', 'collect_salvage', { salvageId })
    expect(field.last('other', 'salvage.collected')?.salvage).toMatchObject({ ...left, scrap: 3 })
    await field.must('raider', 'collect_salvage', { salvageId })
    expect(field.last('raider', 'salvage.collected')?.salvage).toMatchObject({
      ...{ scrap: 0, credits: 0, claimed: true, claimedBy: 'raider', metadata: left.metadata },
    })
    expect(field.salvage()).toEqual([])
  })

  test('of a ship it names no garrison', async () => {
    const field = await battlefield({ a: { sector: 1 }, b: { sector: 1, fighters: 1 } })
    await field.must('a', 'initiate_combat')
    await field.act('b', 'brace')
    await field.act('a', 'attack', { commit: 1, targetId: 'b' })
    expect(field.last('a', 'combat.ended')).toMatchObject({
      salvage: [{ metadata: { loserId: 'b', shipType: 'kestrel_courier', garrisonOwnerId: null } }],
    })
  })

  test('[INV-V6] a captain who left the sector of a fight learns at its end only of their own wreck', async () => {
    fixDraws(inTurn(0.1))
    const region = await stage({
      ships: {
        ...{ a: { sector: 1 }, b: { sector: 1, fighters: 1, cargo: { organics: 3 } } },
        ...{ c: { sector: 1, fighters: 1, cargo: { organics: 7 } }, d: { sector: 1 } },
      },
    })
    await region.must(['a', 'initiate_combat'])
    const brace = (name: string) => region.act(name, 'brace')
    const shoot = (targetId: string) => region.act('a', 'attack', { commit: 1, targetId })
    await region.must(shoot('b'), brace('b'), brace('c'), region.act('d', 'flee', { toSector: 4 }))
    await region.must(['b', 'move', { toSector: 3 }])
    await region.must(shoot('c'), brace('c'))
    const losers = (name: string) => {
      const { payload } = region.told(name).find(({ event }) => event === 'combat.ended') ?? {}
      const salvage = (payload?.salvage ?? []) as { metadata: { loserId: string } }[]
      return [payload?.result, ...salvage.map(({ metadata }) => metadata.loserId).sort()]
    }
    expect(losers('a')).toEqual(['victory', 'b', 'c'])
    expect(losers('c')).toEqual(['victory', 'b', 'c'])
    expect(losers('b')).toEqual(['victory', 'b'])
    expect(losers('d')).toEqual(['victory'])
  })
})
