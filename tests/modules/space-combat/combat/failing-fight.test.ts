import { beforeEach, describe, expect, test } from 'vitest'
import { stopAfter } from '../../../../framework/engine/src/guard/time-limit.ts'
import { closeRound } from '../../../../modules/space-combat/combat/close-round.ts'
import { engage } from '../../../../modules/space-combat/combat/engage.ts'
import { fixDraws, inTurn } from '../fixed-draws.ts'
import { heardBy, openFixture } from '../open-fixture.ts'
import { storedParty } from '../stage/props.ts'
import { stage } from '../stage/stage.ts'

beforeEach(() => fixDraws(inTurn(0.1)))

const fails = () => {
  throw new Error('planted')
}
const recurses = (): number => 1 + recurses()

/** a and b fight in sector 1, c and d in sector 3; the owner's garrison is in the first fight. */
async function twoFights() {
  const region = await stage({
    ships: {
      ...{ a: { sector: 1 }, b: { sector: 1, fighters: 1, cargo: { organics: 4 }, credits: 70 } },
      ...{ c: { sector: 3 }, d: { sector: 3 }, owner: { sector: 9 } },
    },
    garrisons: [{ owner: 'owner', sector: 1, fighters: 40, mode: 'defensive' }],
  })
  await region.must(['a', 'initiate_combat'], ['c', 'initiate_combat'])
  return region
}

describe('a fight that fails costs that fight, and not the region', () => {
  test.each([
    ['throws', fails],
    ['calls itself without end', recurses],
  ])('its round %s: it is over as it stood, those in it hear of it, and all else goes on', async (_, draw) => {
    const region = await twoFights()
    await region.must(region.act('a', 'attack', { commit: 1, targetId: 'b' }))
    const before = [region.ship('a'), region.ship('b'), region.garrison(1)]
    const { id: combatId } = region.fightIn(1)
    fixDraws((round) => (round === 1 ? draw : () => 0.1))
    await region.must(region.act('b', 'brace'))

    expect(region.all('encounter').map(({ data }) => data.sector)).toEqual([3])
    expect([region.ship('a'), region.ship('b'), region.garrison(1)]).toEqual(before)
    expect(region.salvage()).toEqual([])
    for (const name of ['a', 'b', 'owner'])
      expect(region.told(name)).toEqual([
        {
          event: 'combat.error',
          payload: {
            ...{ combatId, sector: 1, round: 1 },
            message: 'This round could not be fought, so the fight is over. Everything is as it was before the round.',
            timestamp: expect.stringMatching(/Z$/),
          },
        },
      ])
    expect([region.told('c'), region.told('d')]).toEqual([[], []])
    expect(region.zone.faults()).toEqual(['a fight failed and was ended'])

    fixDraws(inTurn(0.1))
    await region.must(
      ['b', 'move', { toSector: 0 }],
      ['a', 'trade', { side: 'buy', commodity: 'equipment', quantity: 1 }],
    )
    await region.must(['c', 'combat_action', { ...region.act('c', 'attack')[2], targetId: 'd', commit: 1 }])
    await region.must(region.act('d', 'brace'))
    expect(region.ship('d').fighters).toBe(299)
    expect(region.zone.query('a', 'combat_status', { combatId })).toMatchObject({
      value: { result: { combatId, ended: true, endState: 'error' } },
    })
  })

  test('its deadline comes and it cannot be told of: what was done of the round by then is taken back', async () => {
    // No date is that late, which shows when the round is reported: losses are taken and a wreck is left by then.
    const submittedAt = 8.64e15 + 1
    const brace = { id: 'b', action: 'brace' as const, commit: 0, targetId: null, toSector: null, submittedAt }
    const shoot = { ...brace, id: 'a', action: 'attack' as const, commit: 2, targetId: 'b' }
    const region = await stage({
      ships: {
        ...{ a: { sector: 1 }, b: { sector: 1, fighters: 1, cargo: { organics: 4 }, credits: 70 } },
        ...{ c: { sector: 1 }, runaway: { sector: 4, warpPower: 9 } },
      },
      salvage: [{ id: 'earlier', sector: 1, credits: 5, scrap: 5 }],
      fights: [
        {
          ...{ id: 'broken', sector: 1, round: 2, fled: ['runaway'] },
          participants: [storedParty('a'), storedParty('b', { fighters: 1 }), storedParty('c')],
          pending: [brace, shoot],
        },
      ],
    })
    const credits = region.credits()
    const before = ['a', 'b', 'c'].map((name) => region.ship(name))
    await region.deadline(1)
    expect(region.all('encounter')).toEqual([])
    expect(['a', 'b', 'c'].map((name) => region.ship(name))).toEqual(before)
    expect(region.all('salvage').map(({ id }) => id)).toEqual(['earlier'])
    expect([region.credits(), region.fighters()]).toEqual([credits, 901])
    for (const name of ['a', 'b', 'c', 'runaway'])
      expect(region.told(name)).toMatchObject([{ event: 'combat.error', payload: { combatId: 'broken', round: 2 } }])
    await region.must(['a', 'initiate_combat'])
    expect(region.fightIn(1).data.participants).toHaveLength(3)
    expect(region.zone.faults()).toEqual(['a fight failed and was ended'])
    await region.zone.crash()
    expect(region.fightIn(1).data.round).toBe(1)
  })

  test('a flight into a fight that fails: the captain is out of the first one, and stays where the ship was', async () => {
    const pay = {
      ...{ garrisonId: 'garrison:3:o', ownerId: 'o', amount: 1, targetId: null },
      isPaid: false,
      paidRound: null,
    }
    const region = await stage({
      ships: { a: { sector: 1 }, b: { sector: 1 }, c: { sector: 3 }, d: { sector: 3 } },
      fights: [
        {
          ...{ id: 'broken', sector: 3, deadline: 8.64e15 + 1, tolls: [{ ...pay, demandRound: 1 }] },
          participants: [storedParty('c'), storedParty('d')],
        },
      ],
      config: { combat: { fleeMin: 1, fleeMax: 1 } },
    })
    await region.must(['a', 'initiate_combat'])
    await region.must(region.act('a', 'flee', { toSector: 3 }), region.act('b', 'attack', { commit: 1, targetId: 'a' }))
    expect(region.told('a').map(({ event }) => event)).toEqual(['combat.round_resolved', 'combat.ended'])
    expect(region.ship('a')).toMatchObject({ sector: 1, warpPower: 300 })
    expect(region.fightIn(3).data.participants.map(({ id }) => id)).toEqual(['c', 'd'])
    expect(region.zone.faults()).toEqual(['a captain who fled could not be moved'])
  })

  test('[FAIL-7] a round that never ends is stopped with the tick it is in: a stop is no failure of a fight', () => {
    const { region } = openFixture({ a: { sector: 1 }, b: { sector: 1 } })
    const encounter = engage(region, { sector: 1, initiatorId: 'a', reason: 'manual', targetId: undefined })
    if (encounter === undefined) throw new Error('no fight')
    const action = { id: 'a', action: 'attack', commit: 1, targetId: 'b', toSector: null, submittedAt: 0 } as const
    const armed = region.entities.change(encounter, { data: { pending: [action] } })
    const told = heardBy(region, 'a').length
    fixDraws(() => () => {
      for (;;);
    })
    expect(stopAfter(100, () => closeRound(region, armed))).toBe(false)
    expect(heardBy(region, 'a')).toHaveLength(told)
  })
})
