import { beforeEach, describe, expect, test } from 'vitest'
import { fixDraws, inTurn } from '../fixed-draws.ts'
import { seenMoving } from '../stage/frames.ts'
import { type Stage, stage } from '../stage/stage.ts'

beforeEach(() => fixDraws(inTurn(0.1)))

/** All that was ever sent to a captain, as text. */
/** Without the id of the zone, which is made of the time and of chance, and may hold any digits. */
function sentTo(region: Stage, name: string): string {
  return JSON.stringify(region.zone.messages(name)).replaceAll(region.zone.id, '')
}

describe('V. what is seen', () => {
  test('[INV-V1] of a ship that comes or goes one sees five things', async () => {
    const region = await stage({ ships: { mover: {}, here: {}, there: { sector: 1 }, elsewhere: { sector: 2 } } })
    await region.must(['mover', 'move', { toSector: 1 }])
    const keys = ['moveType', 'movement', 'name', 'shipType', 'timestamp']
    for (const [observer, movement] of [
      ['here', 'depart'],
      ['there', 'arrive'],
    ] as const) {
      expect(region.heard(observer)).toEqual([seenMoving('mover', movement)])
      expect(Object.keys(region.told(observer)[0]?.payload ?? {}).sort()).toEqual(keys)
    }
    expect(region.heard('elsewhere')).toEqual([])
  })

  test('[INV-V2] of a fight hear those in it, owners of garrisons in it, and who fled; nobody else', async () => {
    const region = await stage({
      ships: {
        ...{ a: { sector: 3 }, b: { sector: 3 }, owner: { sector: 9 } },
        ...{ near: { sector: 1 }, other: { sector: 9 }, fled: { sector: 3 } },
      },
      garrisons: [
        { owner: 'owner', sector: 3, fighters: 40, mode: 'defensive' },
        { owner: 'other', sector: 5, fighters: 9, mode: 'toll', toll: 4 },
      ],
    })
    await region.must(['a', 'initiate_combat'])
    const combatId = region.fightIn(3).id
    const strike = region.act('a', 'attack', { commit: 1, targetId: 'b' })
    await region.must(strike, region.act('b', 'brace'), region.act('fled', 'flee', { toSector: 4 }))
    await region.must(strike, region.act('b', 'brace'))
    await region.must(region.act('a', 'attack', { commit: 40, targetId: 'garrison:3:owner' }), region.act('b', 'brace'))
    await region.must(region.act('a', 'brace'), region.act('b', 'brace'))
    expect(region.all('encounter')).toEqual([])
    for (const name of ['near', 'other']) {
      expect(sentTo(region, name)).not.toContain(combatId)
      expect(region.zone.query(name, 'combat_status', { combatId })).toMatchObject({
        value: { result: { error: { code: 'no_such_combat' } } },
      })
    }
    const eventsOf = (name: string) =>
      region.zone.events(name).flatMap(({ event }) => (event.startsWith('combat.') ? [event.slice(7)] : []))
    const rounds = (count: number) => Array.from({ length: count }, () => ['round_waiting', 'round_resolved']).flat()
    for (const name of ['a', 'b', 'owner']) expect(eventsOf(name)).toEqual(['started', ...rounds(4), 'ended'])
    expect(eventsOf('fled')).toEqual(['started', ...rounds(1), 'ended'])
    expect(JSON.stringify(region.zone.view('fled'))).not.toContain(combatId)
  })

  test('[INV-V3] of what becomes of a garrison hears its owner', async () => {
    const region = await stage({ ships: { o: { sector: 5 }, p: { sector: 5 } } })
    await region.must(['o', 'leave_fighters', { sector: 5, quantity: 9, mode: 'toll', tollAmount: 7 }])
    await region.must(['o', 'set_garrison_mode', { sector: 5, mode: 'defensive' }])
    await region.must(['o', 'collect_fighters', { sector: 5, quantity: 9 }])
    const updates = (name: string) =>
      region.zone.events(name).filter(({ event }) => event === 'sector.garrison_updated').length
    expect([updates('o'), updates('p')]).toEqual([3, 0])
  })

  test.each([
    ['that succeeds', 0.1],
    ['that fails', 0.95],
  ])('[INV-V4] where a flight %s was to go is told to nobody else', async (_, draw) => {
    fixDraws(inTurn(draw))
    const region = await stage({ ships: { a: { sector: 1 }, b: { sector: 1 }, c: { sector: 1 } } })
    await region.must(['a', 'initiate_combat'])
    await region.must(region.act('a', 'flee', { toSector: 4 }))
    expect(region.zone.view('a').extras).toMatchObject({ combat: { action: { action: 'flee', toSector: 4 } } })
    await region.must(region.act('b', 'attack', { commit: 1, targetId: 'c' }), region.act('c', 'brace'))
    expect(region.ship('a').sector).toBe(draw < 0.5 ? 4 : 1)
    for (const name of ['b', 'c']) {
      expect(sentTo(region, name)).not.toMatch(/"(destinationSector|toSector)":4/)
      const log = JSON.stringify(region.zone.query(name, 'combat_status', { includeLog: true }))
      expect(log).toContain('"flee"')
      expect(log).not.toContain('"destinationSector":4')
    }
    expect(sentTo(region, 'a')).toContain('"destinationSector":4')
  })

  test('[INV-V5] what is said to one is heard by two', async () => {
    const region = await stage({ ships: { a: {}, b: { sector: 9 }, c: {} } })
    const content = 'meet me at the ninth star'
    await region.must(['a', 'send_message', { scope: 'direct', toPlayerId: 'b', content }])
    for (const [name, hears] of [
      ['a', true],
      ['b', true],
      ['c', false],
    ] as const) {
      expect(sentTo(region, name).includes(content)).toBe(hears)
      expect(JSON.stringify(region.zone.query(name, 'messages')).includes(content)).toBe(hears)
    }
  })

  test('[INV-V6] of others nobody learns credits, cargo, warp power or sector', async () => {
    const rich = {
      ...{ sector: 9, shipType: 'atlas_hauler' as const, credits: 987_654, warpPower: 1_237 },
      cargo: { fuel_ore: 211, organics: 23 },
    }
    const region = await stage({ ships: { rich, watcher: { sector: 7 }, rival: { sector: 8, warpPower: 100 } } })
    await region.must(['rich', 'move', { toSector: 7 }])
    await region.must(['watcher', 'initiate_combat'])
    await region.must(region.act('rich', 'brace'), region.act('watcher', 'brace'))
    await region.must(['rich', 'move', { toSector: 8 }], ['rich', 'transfer_warp', { toPlayerId: 'rival', units: 1 }])
    const secrets = ['987654', '1237', '1233', '1229', '211', '"fromSector":9', '"toSector":8']
    // Ids are made of the time and of chance, and may hold any of these numbers.
    const withoutIds = (text: string) => text.replaceAll(/[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}/g, 'id')
    const told = withoutIds(sentTo(region, 'watcher'))
    const queries = ['my_map', 'local_map', 'combat_status', 'messages']
    const asked = withoutIds(JSON.stringify(queries.map((name) => region.zone.query('watcher', name))))
    for (const secret of secrets) {
      expect(told).not.toContain(secret)
      expect(asked).not.toContain(secret)
    }
    for (const secret of ['987654', '1233', '211']) expect(sentTo(region, 'rich')).toContain(secret)
  })
})
