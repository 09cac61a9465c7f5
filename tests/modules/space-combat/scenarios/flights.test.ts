import { beforeEach, describe, expect, test } from 'vitest'
import { attack, brace, ended, moved, type Round, resolved, seenMoving, status, waiting } from '../stage/frames.ts'
import { countDrawn, loadDice } from '../stage/loaded-dice.ts'
import { stage } from '../stage/stage.ts'

beforeEach(() => loadDice(0.1))

describe('flights', () => {
  const duel = () => stage({ ships: { a: { sector: 1 }, b: { sector: 1 }, w3: { sector: 3 } } })

  test('[S10] what is refused in a fight', async () => {
    const region = await duel()
    await region.must(['b', 'initiate_combat'])
    const codeOf = async (action: string, more: object = {}) =>
      (await region.refusal(...region.act('a', action, more))).code
    expect(await codeOf('flee')).toBe('no_destination')
    expect(await codeOf('flee', { toSector: 9 })).toBe('not_adjacent')
    expect(await codeOf('dance')).toBe('invalid')
    expect(await codeOf('attack', { targetId: 'a', commit: 1 })).toBe('own_side')
    expect(await codeOf('attack', { targetId: 'w3', commit: 1 })).toBe('no_target')
    expect(await codeOf('attack', { commit: 1 })).toBe('no_target')
    expect(await codeOf('brace', { round: 2 })).toBe('stale_round')
    const combatId = region.fightIn(1).id
    expect((await region.refusal('w3', 'combat_action', { combatId, action: 'brace' })).code).toBe('not_a_participant')
    expect((await region.refusal('a', 'combat_action', { combatId: 'none', action: 'brace' })).code).toBe(
      'no_such_combat',
    )
    const busy = { combatId, deadline: new Date(region.fightIn(1).data.deadline).toISOString() }
    expect(await region.refusal('a', 'move', { toSector: 3 })).toEqual({ code: 'in_combat', details: busy })
    const wish = { side: 'buy', commodity: 'equipment', quantity: 1 }
    expect(await region.refusal('a', 'trade', wish)).toEqual({ code: 'in_combat', details: busy })
    const answer = region.zone.query('a', 'check_trade', wish)
    expect(answer).toMatchObject({ value: { result: { canTrade: false, error: { code: 'in_combat' } } } })
    expect(region.pending(1)).toEqual({})
  })

  test('[S10] a flight that succeeds: there at once, and told of the end', async () => {
    const region = await duel()
    await region.must(['b', 'initiate_combat'])
    await region.must(region.act('b', 'brace'))
    await region.must(region.act('a', 'flee', { toSector: 3 }))
    const round = (toSector: number | null): Round => ({
      ...{ round: 1, sector: 1, result: 'a_fled', participants: { b: [300, 150, 0, 0] }, fled: ['a'] },
      actions: { a: ['flee', 0, null, toSector, false], b: brace },
    })
    const gone = status({ sector: 3, warpPower: 297 })
    expect(region.heard('a')).toEqual([resolved(round(3)), gone, moved('a', 1, 3), ended(round(3))])
    expect(region.heard('b')).toEqual([
      resolved(round(null)),
      status({ sector: 1 }),
      seenMoving('a', 'depart'),
      ended(round(null)),
    ])
    expect(region.heard('w3')).toEqual([seenMoving('a', 'arrive')])
    expect(region.ship('a')).toMatchObject({ sector: 3, warpPower: 297, fighters: 300 })
    expect(countDrawn()).toBe(1)
  })

  test('[S11] from somebody who attacks: a stalemate, and the ship is gone all the same', async () => {
    const region = await stage({ ships: { a: { sector: 1 }, b: { sector: 1 } } })
    await region.must(['b', 'initiate_combat'])
    await region.must(
      region.act('b', 'attack', { commit: 50, targetId: 'a' }),
      region.act('a', 'flee', { toSector: 3 }),
    )
    const round = (toSector: number | null): Round => ({
      ...{ round: 1, sector: 1, result: 'stalemate', participants: { b: [300, 150, 0, 0] }, fled: ['a'] },
      actions: { a: ['flee', 0, null, toSector, false], b: attack(50, 'a') },
    })
    const gone = status({ sector: 3, warpPower: 297 })
    expect(region.heard('a')).toEqual([resolved(round(3)), gone, moved('a', 1, 3), ended(round(3))])
    expect(region.heard('b')).toEqual([
      resolved(round(null)),
      status({ sector: 1 }),
      seenMoving('a', 'depart'),
      ended(round(null)),
    ])
    expect(region.ship('a')).toMatchObject({ sector: 3, fighters: 300, shields: 150 })
    expect(countDrawn()).toBe(1)
  })

  test('[S12] one of three flees, the others fight on; who fled hears of the end, too', async () => {
    const ship = { sector: 1, fighters: 50 }
    const region = await stage({ ships: { a: ship, b: ship, c: ship } })
    await region.must(['b', 'initiate_combat'])
    await region.must(
      region.act('a', 'flee', { toSector: 3 }),
      region.act('b', 'attack', { commit: 5, targetId: 'c' }),
      region.act('c', 'brace'),
    )
    const first = (toSector: number | null) =>
      resolved({
        ...{ round: 1, sector: 1, result: null, fled: ['a'] },
        participants: { b: [50, 150, 0, 0], c: [45, 147, -5, -3] },
        actions: { a: ['flee', 0, null, toSector, false], b: attack(5, 'c'), c: brace },
      })
    const depart = seenMoving('a', 'depart')
    const wait = waiting({ round: 2, sector: 1, participants: { b: [50, 150], c: [45, 147] } })
    const hurt = status({ sector: 1, fighters: 45, shields: 147 })
    expect(region.heard('a')).toEqual([first(3), status({ sector: 3, fighters: 50, warpPower: 297 }), moved('a', 1, 3)])
    expect(region.heard('b')).toEqual([first(null), status({ sector: 1, fighters: 50 }), depart, wait])
    expect(region.heard('c')).toEqual([first(null), hurt, depart, wait])
    expect(countDrawn()).toBe(6)

    await region.must(region.act('b', 'brace'), region.act('c', 'brace'))
    const last: Round = {
      ...{ round: 2, sector: 1, result: 'stalemate', actions: { b: brace, c: brace } },
      participants: { b: [50, 150, 0, 0], c: [45, 147, 0, 0] },
    }
    expect(region.heard('a')).toEqual([ended(last)])
    expect(region.heard('b')).toEqual([resolved(last), status({ sector: 1, fighters: 50 }), ended(last)])
    expect(region.heard('c')).toEqual([resolved(last), hurt, ended(last)])
  })

  test('[S22] into a guarded sector: the next fight begins before the end of this one is told', async () => {
    const region = await stage({
      ships: { a: { sector: 1 }, b: { sector: 1 }, owner: { sector: 9 } },
      garrisons: [{ owner: 'owner', sector: 3, fighters: 10, mode: 'offensive' }],
    })
    await region.must(['b', 'initiate_combat'])
    const first = region.fightIn(1).id
    await region.must(region.act('b', 'brace'), region.act('a', 'flee', { toSector: 3 }))
    expect(region.heard('a').map(({ event, sector }) => [event, sector])).toEqual([
      ['combat.round_resolved', 1],
      ['combat.started', 3],
      ['status.update', 3],
      ['combat.round_waiting', 3],
      ['character.moved', undefined],
      ['combat.ended', 1],
    ])
    expect(region.told('a').at(-1)?.payload.combatId).toBe(first)
    expect(region.fightIn(3).id).not.toBe(first)
    expect(region.heard('owner').map(({ event }) => event)).toEqual(['combat.started', 'combat.round_waiting'])
  })
})
