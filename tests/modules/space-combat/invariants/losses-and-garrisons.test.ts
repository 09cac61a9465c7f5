import { beforeEach, describe, expect, test } from 'vitest'
import { mulberry32 } from '../../../../modules/space-combat/combat/draws.ts'
import { fixDraws, inTurn } from '../fixed-draws.ts'
import { stage } from '../stage/stage.ts'
import { checkRound } from './combat-protocol.ts'

beforeEach(() => fixDraws(inTurn(0.1)))

const pod = { shipType: 'escape_pod', fighters: 0, shields: 0, credits: 0 }

describe('D. ships, fighters, damage', () => {
  test('[INV-D1] outside of fights no fighter comes or goes, whatever is refused and whatever fails', async () => {
    const region = await stage({ ships: { a: { sector: 5, fighters: 100 }, b: { sector: 5, fighters: 60 } } })
    const leave = { sector: 5, quantity: 40, mode: 'defensive' }
    await region.ask(['a', 'leave_fighters', leave], ['b', 'leave_fighters', leave], ['a', 'leave_fighters', leave])
    expect([region.ship('a').fighters, region.garrison(5)?.fighters, region.ship('b').fighters]).toEqual([20, 80, 60])
    await region.ask(
      ['a', 'leave_fighters', leave],
      ['b', 'collect_fighters', { sector: 5, quantity: 1 }],
      ['a', 'collect_fighters', { sector: 5, quantity: 81 }],
    )
    expect(region.fighters()).toBe(160)
    region.zone.intent('a', 'collect_fighters', { sector: 5, quantity: 80 })
    region.zone.failNext('commit')
    await region.zone.tick()
    expect([region.ship('a').fighters, region.garrison(5)?.fighters]).toEqual([20, 80])
    await region.zone.tick()
    expect([region.ship('a').fighters, region.garrison(5)]).toEqual([100, undefined])
    expect(region.fighters()).toBe(160)
  })

  test('[INV-D2] damage and credits of the same tick are both there', async () => {
    const region = await stage({ ships: { a: { sector: 1 }, b: { sector: 1 } } })
    await region.must(['a', 'initiate_combat'])
    await region.must(region.act('a', 'attack', { commit: 10, targetId: 'b' }))
    region.zone.intent('a', 'grant_credits', { playerId: 'b', amount: 5 }, { role: 'debug' })
    region.zone.intent(...region.act('b', 'brace'))
    region.zone.intent('a', 'grant_credits', { playerId: 'b', amount: -2 }, { role: 'debug' })
    region.zone.intent('b', 'send_message', { scope: 'broadcast', content: 'ouch' })
    await region.zone.tick()
    expect(region.ship('b')).toMatchObject({ fighters: 290, shields: 146, credits: 1_003 })
    expect(region.ship('b').messageAt).toBe(region.zone.clock.now())
  })

  test('[INV-D3] a fight that nobody shoots in costs nobody a ship', async () => {
    const region = await stage({
      ships: {
        a: { sector: 1, fighters: 1, credits: 5 },
        b: { sector: 1 },
        bare: { sector: 1, fighters: 0, credits: 9, cargo: { organics: 4 } },
      },
    })
    const ships = () => ['a', 'b', 'bare'].map((name) => region.ship(name))
    const before = ships()
    await region.must(['b', 'initiate_combat'])
    await region.deadline(1)
    expect(region.heard('bare').at(-1)).toMatchObject({ event: 'combat.ended', result: 'stalemate' })
    expect(ships()).toEqual(before)
    // Nor does the defeat of another one.
    await region.must(['b', 'initiate_combat'])
    await region.must(region.act('b', 'attack', { commit: 1, targetId: 'a' }), region.act('a', 'brace'))
    expect(region.ship('a')).toMatchObject(pod)
    expect(region.ship('bare')).toEqual(before[2])
    expect(region.salvage()).toHaveLength(1)
  })

  test('[INV-D3] own shots that miss cost a ship as well', async () => {
    fixDraws(inTurn(0.9))
    const region = await stage({ ships: { a: { sector: 1, fighters: 2, credits: 30 }, b: { sector: 1 } } })
    await region.must(['a', 'initiate_combat'])
    await region.must(region.act('a', 'attack', { commit: 2, targetId: 'b' }), region.act('b', 'brace'))
    expect(region.ship('a')).toMatchObject(pod)
    expect(region.ship('b').credits).toBe(1_030)
  })

  test('[INV-D4] a pod in the middle of a fight keeps what it has', async () => {
    const region = await stage({
      ships: {
        a: { sector: 1 },
        b: { sector: 1, fighters: 2 },
        pod: { sector: 1, shipType: 'escape_pod', credits: 9 },
      },
    })
    const before = region.ship('pod')
    await region.must(['a', 'initiate_combat'])
    const shot = region.act('a', 'attack', { commit: 1, targetId: 'pod' })
    expect((await region.refusal(...shot)).code).toBe('no_target')
    await region.must(region.act('a', 'attack', { commit: 2, targetId: 'b' }), region.act('b', 'brace'))
    expect(region.all('encounter')).toEqual([])
    expect(region.ship('pod')).toEqual(before)
    expect(region.salvage().map(({ loserName }) => loserName)).toEqual(['b'])
    expect(region.ship('b')).toMatchObject({ ...pod, cargo: { fuel_ore: 0, organics: 0, equipment: 0 } })
  })

  test('[INV-D5] nobody is told of losses that are not stored', async () => {
    const region = await stage({ ships: { a: { sector: 1 }, b: { sector: 1, fighters: 2 } } })
    await region.must(['a', 'initiate_combat'])
    await region.must(region.act('a', 'attack', { commit: 2, targetId: 'b' }))
    const hash = region.zone.hash()
    region.forget()
    region.zone.intent(...region.act('b', 'brace'))
    region.zone.failNext('commit')
    await region.zone.tick()
    expect([region.heard('a'), region.heard('b'), region.zone.hash()]).toEqual([[], [], hash])
    await region.zone.tick()
    expect(region.heard('b').at(-1)).toMatchObject({ event: 'combat.ended', result: 'b_defeated' })
    expect(region.ship('b')).toMatchObject(pod)
    await region.zone.crash()
    expect(region.ship('b')).toMatchObject(pod)
  })

  test('[INV-D6] [INV-D8] what the numbers of a round come to', async () => {
    for (let seed = 1; seed <= 12; seed++) {
      fixDraws((round) => mulberry32(seed * 100 + round))
      const ship = { sector: 1, fighters: 40 }
      const region = await stage({
        ships: { a: ship, b: ship, c: { ...ship, shipType: 'sparrow_scout' }, far: { sector: 9 } },
        garrisons: [{ owner: 'far', sector: 1, fighters: 30, mode: 'defensive' }],
      })
      await region.must(['a', 'initiate_combat'])
      const before = region.fighters()
      await region.must(
        region.act('a', 'attack', { commit: 25, targetId: 'garrison:1:far' }),
        region.act('b', 'attack', { commit: 10, targetId: 'a' }),
        region.act('c', 'flee', { toSector: 3 }),
      )
      const round = region.told('a').find(({ event }) => event === 'combat.round_resolved')?.payload as {
        hits: Record<string, number>
        offensiveLosses: Record<string, number>
      }
      checkRound(round)
      const shots = [...Object.values(round.hits), ...Object.values(round.offensiveLosses)]
      expect(before - region.fighters()).toBe(shots.reduce((sum, count) => sum + count, 0))
    }
  })

  test('[INV-D7] who has no fighters left neither attacks nor flees, and nobody waits for them', async () => {
    const region = await stage({
      ships: { a: { sector: 1 }, b: { sector: 1, fighters: 3 }, c: { sector: 1 } },
    })
    await region.must(['a', 'initiate_combat'])
    await region.must(
      region.act('b', 'attack', { commit: 3, targetId: 'c' }),
      region.act('a', 'attack', { commit: 3, targetId: 'b' }),
      region.act('c', 'brace'),
    )
    expect(region.fightIn(1).data.participants.map(({ id }) => id)).toEqual(['a', 'c'])
    expect((await region.refusal(...region.interfere('b', 'attack', { targetId: 'a', commit: 1 }))).code).toBe(
      'no_fighters',
    )
    expect((await region.refusal(...region.interfere('b', 'flee', { toSector: 3 }))).code).toBe('escape_pod')
    await region.must(region.act('a', 'brace'), region.act('c', 'brace'))
    expect(region.all('encounter')).toEqual([])
  })

  test('[INV-D8] who fled is out of the round: not shot at, and has shot at nobody', async () => {
    const region = await stage({ ships: { a: { sector: 1 }, b: { sector: 1 }, c: { sector: 1 } } })
    await region.must(['a', 'initiate_combat'])
    await region.must(
      region.act('a', 'flee', { toSector: 3 }),
      region.act('b', 'attack', { commit: 50, targetId: 'a' }),
      region.act('c', 'attack', { commit: 2, targetId: 'b' }),
    )
    expect(region.ship('a')).toMatchObject({ sector: 3, fighters: 300, shields: 150 })
    expect(region.ship('b').fighters).toBe(298)
    const [round] = region.told('a')
    expect(round?.payload).toMatchObject({ hits: { a: 0, b: 0, c: 2 }, defensiveLosses: { a: 0, b: 2, c: 0 } })
  })
})

describe('F. garrisons', () => {
  test('[INV-F1] of five who deploy at once one has the sector, and the others all their fighters', async () => {
    const names = ['a', 'b', 'c', 'd', 'e']
    const region = await stage({ ships: Object.fromEntries(names.map((name) => [name, { sector: 5, fighters: 50 }])) })
    const leave = { sector: 5, quantity: 20, mode: 'defensive' }
    const refusals = await region.ask(...names.map((name) => [name, 'leave_fighters', leave] as const))
    expect(refusals.filter((code) => code === 'sector_taken')).toHaveLength(4)
    expect(region.all('garrison')).toHaveLength(1)
    expect(names.map((name) => region.ship(name).fighters).sort()).toEqual([30, 50, 50, 50, 50])
  })

  test('[INV-F2] neither a toll nor a bank is ever below nothing', async () => {
    const region = await stage({ ships: { o: { sector: 5 } } })
    const leave = { sector: 5, quantity: 20, mode: 'toll' }
    expect((await region.refusal('o', 'leave_fighters', { ...leave, tollAmount: -4 })).code).toBe('invalid')
    await region.must(['o', 'leave_fighters', leave])
    expect((await region.refusal('o', 'set_garrison_mode', { sector: 5, mode: 'toll', tollAmount: -1 })).code).toBe(
      'invalid',
    )
    await region.must(['o', 'collect_fighters', { sector: 5, quantity: 1 }])
    expect(region.garrison(5)).toMatchObject({ tollAmount: 0, tollBalance: 0 })
  })

  test('[INV-F3] a garrison and its part in a fight are always the same, round for round', async () => {
    fixDraws(inTurn(0.1, 0.9))
    const region = await stage({
      ships: { raider: { sector: 1 }, late: { sector: 1 }, owner: { sector: 9 } },
      garrisons: [{ owner: 'owner', sector: 3, fighters: 40, mode: 'defensive' }],
    })
    await region.must(['raider', 'move', { toSector: 3 }])
    await region.must(['raider', 'initiate_combat'])
    await region.must(['late', 'move', { toSector: 3 }])
    for (let round = 1; round <= 3; round++) {
      const parties = region.fightIn(3).data.participants.filter(({ kind }) => kind === 'garrison')
      expect(parties).toMatchObject([{ id: 'garrison:3:owner', fighters: region.garrison(3)?.fighters }])
      expect((await region.refusal('owner', 'set_garrison_mode', { sector: 3, mode: 'toll' })).code).toBe('in_combat')
      await region.must(region.act('raider', 'brace'), region.act('late', 'brace'))
    }
    expect(region.garrison(3)?.fighters).toBeLessThan(40)
  })

  test('[INV-F3] a garrison that fell is not replaced by one of the same owner while its fight goes on', async () => {
    const region = await stage({
      ships: { a: { sector: 3 }, b: { sector: 3 }, owner: { sector: 9 } },
      garrisons: [{ owner: 'owner', sector: 3, fighters: 5, mode: 'defensive' }],
      // So that the owner, who comes later, stays outside.
      config: { balance: { encounters: { partiesMax: 3 } } },
    })
    await region.must(['a', 'initiate_combat'])
    await region.must(
      region.act('a', 'attack', { commit: 9, targetId: 'garrison:3:owner' }),
      region.act('b', 'attack', { commit: 1, targetId: 'a' }),
    )
    await region.operate('owner', 'place', { playerId: 'owner', sector: 3 })
    const leave = ['owner', 'leave_fighters', { sector: 3, quantity: 7, mode: 'defensive' }] as const
    expect((await region.refusal(...leave)).code).toBe('in_combat')
    expect([region.ship('owner').fighters, region.garrison(3)]).toEqual([300, undefined])
    await region.must(region.act('a', 'brace'), region.act('b', 'brace'))
    await region.must(leave)
    expect([region.ship('owner').fighters, region.garrison(3)?.fighters]).toEqual([293, 7])
  })

  test('[INV-F4] a garrison without fighters is none', async () => {
    const region = await stage({
      ships: { o: { sector: 5, fighters: 0 }, raider: { sector: 6 } },
      garrisons: [
        { owner: 'o', sector: 5, fighters: 3, mode: 'toll', toll: 5 },
        { owner: 'o', sector: 6, fighters: 3, mode: 'defensive' },
      ],
    })
    await region.must(['o', 'collect_fighters', { sector: 5, quantity: 3 }])
    expect(region.garrison(5)).toBeUndefined()
    await region.must(['raider', 'initiate_combat'])
    await region.must(region.act('raider', 'attack', { commit: 9, targetId: 'garrison:6:o' }))
    expect(region.all('garrison')).toEqual([])
  })

  test('[INV-F5] a toll garrison neither attacks in the round of its demand nor once it is paid', async () => {
    const region = await stage({
      ships: { runner: { sector: 1 }, raider: { sector: 3 }, owner: { sector: 9 } },
      garrisons: [{ owner: 'owner', sector: 3, fighters: 20, mode: 'toll', toll: 23 }],
    })
    const guard = 'garrison:3:owner'
    await region.must(['runner', 'move', { toSector: 3 }])
    expect(region.pending(3)[guard]).toEqual(['brace', 0, null])
    const strike = region.act('raider', 'attack', { commit: 1, targetId: guard })
    await region.must(strike, region.act('runner', 'brace'))
    expect(region.pending(3)[guard]).toEqual(['attack', 19, 'runner'])
    await region.must(region.act('runner', 'pay'))
    expect(region.pending(3)[guard]).toEqual(['brace', 0, null])
    for (let round = 3; round <= 5; round++) {
      await region.must(strike, region.act('runner', 'brace'))
      expect(region.pending(3)[guard]).toEqual(['brace', 0, null])
    }
    expect([region.ship('runner').fighters, region.ship('raider').fighters]).toEqual([300, 300])
  })
})
