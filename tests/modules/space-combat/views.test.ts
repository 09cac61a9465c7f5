import type { TestZone } from '@gridtick/testing'
import { beforeAll, describe, expect, test } from 'vitest'
import { createEntityTable } from '../../../framework/engine/src/zone/entity-table.ts'
import { configSchema } from '../../../modules/space-combat/config.ts'
import { getPlayerState } from '../../../modules/space-combat/get-player-state.ts'
import type { Thing } from '../../../modules/space-combat/kinds.ts'
import { size } from '../../lanes/size.ts'
import { answer, ask, fightOf, operate, seen, shown, stored, told, withCaptains } from './captains.ts'
import { canaries, hiddenFrom, playFiveCaptains } from './five-captains.ts'
import { alsoKnows, mayKnow } from './may-know.ts'

const startMs = Date.UTC(2030, 0, 1)

describe('what a captain sees', () => {
  test('[10] the own ship whole, the own sector with its port, of others there the name and the ship type', async () => {
    const zone = await withCaptains(['ann', 'bob', 'far'])
    for (const name of ['ann', 'bob']) await ask(zone, name, 'move', { toSector: 1 })
    expect(zone.view('ann').entities.map(({ id }) => id)).toEqual(['sector:1', 'ship:ann', 'ship:bob'])
    expect(shown(zone, 'ann', 'ship:ann')).toEqual(stored(zone, 'ann'))
    expect(shown(zone, 'ann', 'ship:bob')).toEqual({ name: 'bob', shipType: 'kestrel_courier' })
    expect(shown(zone, 'ann', 'sector:1')).toEqual({
      ...{ sector: 1, warps: [0, 3, 4] },
      port: { class: 1, stock: { fuel_ore: 300, organics: 300, equipment: 700 } },
    })
    expect(zone.view('ann').extras).toEqual({ combat: null })
  })

  test('[10] who is disconnected is still seen; who has gone elsewhere is not', async () => {
    const zone = await withCaptains(['ann', 'bob', 'cem'])
    zone.disconnect('bob')
    await ask(zone, 'cem', 'move', { toSector: 1 })
    expect(seen(zone, 'ann', 'ship')).toEqual(['ship:ann', 'ship:bob'])
  })

  test('[10] own garrisons anywhere and whole; those of others in the own sector, without their bank', async () => {
    const zone = await withCaptains(['ann', 'bob'])
    await ask(zone, 'ann', 'leave_fighters', { sector: 0, quantity: 20, mode: 'toll', tollAmount: 9 })
    await ask(zone, 'ann', 'move', { toSector: 1 })
    await ask(zone, 'ann', 'leave_fighters', { sector: 1, quantity: 5, mode: 'defensive' })
    expect(seen(zone, 'ann', 'garrison')).toEqual(['garrison:0:ann', 'garrison:1:ann'])
    expect(shown(zone, 'ann', 'garrison:0:ann')).toMatchObject({ fighters: 20, tollBalance: 0 })
    expect(seen(zone, 'bob', 'garrison')).toEqual(['garrison:0:ann'])
    const deployedAt = startMs + 1_000
    expect(shown(zone, 'bob', 'garrison:0:ann')).toEqual({
      ...{ sector: 0, ownerName: 'ann', fighters: 20, mode: 'toll', tollAmount: 9, deployedAt },
    })
  })

  test('[6.1] a status tells of a garrison whether it is a friend, and of a bank only to its owner', async () => {
    const zone = await withCaptains(['ann', 'bob', 'op'])
    await ask(zone, 'ann', 'leave_fighters', { sector: 0, quantity: 20, mode: 'toll', tollAmount: 9 })
    for (const playerId of ['ann', 'bob']) await operate(zone, 'op', 'grant_credits', { playerId, amount: 1 })
    const garrison = {
      ...{ ownerId: 'ann', ownerName: 'ann', fighters: 20, mode: 'toll', tollAmount: 9 },
      deployedAt: '2030-01-01T00:00:01.000Z',
    }
    const contents = (name: string) => told(zone, name, 'status.update').at(-1)?.sectorContents
    expect(contents('ann')).toMatchObject({ garrisons: [{ ...garrison, tollBalance: 0, isFriendly: true }] })
    expect(contents('bob')).toMatchObject({ garrisons: [{ ...garrison, isFriendly: false }] })
    expect(JSON.stringify(contents('bob'))).not.toContain('tollBalance')
  })

  test('[6.1] a port with code, prices and stock, and the depot where warp power is sold', async () => {
    const zone = await withCaptains(['ann'], { balance: { warp: { depotSector: 1 } } })
    await ask(zone, 'ann', 'move', { toSector: 1 })
    expect(told(zone, 'ann', 'status.update').at(-1)?.sectorContents).toMatchObject({
      port: {
        code: 'BBS',
        lastSeenPrices: { fuel_ore: 31, organics: 12, equipment: 38, warpPowerDepot: { pricePerUnit: 2 } },
        lastSeenStock: { fuel_ore: 300, organics: 300, equipment: 700 },
        observedAt: '2030-01-01T00:00:01.000Z',
      },
      adjacentSectors: [0, 3, 4],
    })
  })

  test('of a crowd a captain sees so many', async () => {
    const crowd = Array.from({ length: 8 }, (_, index) => `captain-${index}`)
    const zone = await withCaptains(crowd, { balance: { sight: { shipsMax: 3 } } })
    expect(seen(zone, 'captain-7', 'ship')).toEqual([
      'ship:captain-0',
      'ship:captain-1',
      'ship:captain-2',
      'ship:captain-7',
    ])
  })

  test('who has no ship sees nothing, and nobody is looked for in the whole region', () => {
    const table = createEntityTable([])
    const refused = () => {
      throw new Error('a view must not go through the whole region')
    }
    const entities = new Proxy(table, {
      get: (target, key) =>
        ['all', 'ofKind', 'near'].includes(String(key)) ? refused : Reflect.get(target, key).bind(target),
    }) as never
    const base = { zone: { config: configSchema.parse({}) }, now: 0, entities }
    const redact = (thing: Thing) => thing
    expect(getPlayerState({ base, playerId: 'ann', redact })).toEqual({ entities: [], extras: { combat: null } })
    const ship = { id: 'ship:ann', kind: 'ship', x: 1, y: 1, ownerId: 'ann', data: { sector: 1 } }
    const sector = { id: 'sector:1', kind: 'sector', x: 1, y: 1, ownerId: null, data: { sector: 1, warps: [] } }
    table.apply([{ after: ship }, { after: sector }])
    expect(getPlayerState({ base, playerId: 'ann', redact }).entities).toEqual([ship, sector])
  })
})

describe('what a captain sees of a fight', () => {
  const fighting = async () => {
    const zone = await withCaptains(['ann', 'bob', 'far'])
    await ask(zone, 'far', 'move', { toSector: 1 })
    await ask(zone, 'ann', 'initiate_combat')
    return { zone, combatId: fightOf(zone, 'ann') }
  }

  test('[10] its parties, round and deadline, the fighting numbers of the ships in it, and nothing secret', async () => {
    const { zone, combatId } = await fighting()
    expect(Object.keys(shown(zone, 'bob', combatId) ?? {}).sort()).toEqual(
      ['createdAt', 'deadline', 'initiatorId', 'lastRound', 'participants', 'reason', 'round', 'sector'].sort(),
    )
    expect(shown(zone, 'bob', combatId)).toMatchObject({
      ...{ sector: 0, round: 1, initiatorId: 'ann', lastRound: null },
      participants: [
        { id: 'ann', kind: 'ship', fighters: 300, shields: 150, maxFighters: 300, turnsPerWarp: 3 },
        { id: 'bob' },
      ],
    })
    expect(shown(zone, 'bob', 'ship:ann')).toEqual({
      ...{ name: 'ann', shipType: 'kestrel_courier', fighters: 300, shields: 150 },
      ...{ maxFighters: 300, maxShields: 150, turnsPerWarp: 3 },
    })
    expect(seen(zone, 'far', 'encounter')).toEqual([])
  })

  test('[10] the own action, and not the one of the other', async () => {
    const { zone, combatId } = await fighting()
    await ask(zone, 'ann', 'combat_action', { combatId, action: 'attack', targetId: 'bob', commit: 17 })
    expect(zone.view('ann').extras).toMatchObject({ combat: { combatId, action: { action: 'attack', commit: 17 } } })
    expect(zone.view('bob').extras).toEqual({ combat: { combatId, round: 1, action: null } })
    await ask(zone, 'bob', 'combat_action', { combatId, action: 'brace' })
    expect(shown(zone, 'bob', combatId)).toMatchObject({
      round: 2,
      lastRound: {
        round: 1,
        entries: [
          { id: 'ann', action: 'attack', commit: 17 },
          { id: 'bob', action: 'brace' },
        ],
      },
    })
    expect(zone.view('ann').extras).toEqual({ combat: { combatId, round: 2, action: null } })
  })

  test('[10] afterwards a ship is a stranger again', async () => {
    const { zone } = await fighting()
    await zone.advance(16_000)
    expect(shown(zone, 'bob', 'ship:ann')).toEqual({ name: 'ann', shipType: 'kestrel_courier' })
    expect(zone.view('bob').extras).toEqual({ combat: null })
  })

  test('[INV-V4] nobody but the fleer sees where to, in no window', async () => {
    const zone = await withCaptains(['ann', 'bob', 'cem'], { combat: { fleeMin: 1, fleeMax: 1 } })
    for (const name of ['ann', 'bob', 'cem']) await ask(zone, name, 'move', { toSector: 1 })
    await ask(zone, 'ann', 'initiate_combat')
    const combatId = fightOf(zone, 'ann')
    await ask(zone, 'cem', 'combat_action', { combatId, action: 'flee', toSector: 4 })
    await ask(zone, 'ann', 'combat_action', { combatId, action: 'attack', targetId: 'bob', commit: 1 })
    await ask(zone, 'bob', 'combat_action', { combatId, action: 'attack', targetId: 'ann', commit: 1 })
    expect(stored(zone, 'cem').sector).toBe(4)
    const logged = (name: string) => JSON.stringify(answer(zone, name, 'combat_status', { combatId, includeLog: true }))
    expect(logged('cem')).toContain('"destinationSector":4')
    expect(told(zone, 'cem', 'combat.round_resolved')).toMatchObject([{ actions: { cem: { destinationSector: 4 } } }])
    for (const name of ['ann', 'bob']) {
      const all = JSON.stringify([zone.messages(name), logged(name)])
      expect(all).toContain('"hasFled":true')
      expect(all).not.toMatch(/"(destinationSector|toSector)":4/)
    }
  })

  test('containers are seen when the fight is over, and by those in the sector', async () => {
    const zone = await withCaptains(['ann', 'bob', 'cem', 'far'])
    await ask(zone, 'far', 'move', { toSector: 1 })
    const weak = { playerId: 'bob', shipType: 'kestrel_courier', fighters: 1, shields: 0 }
    await operate(zone, 'ann', 'set_ship', weak)
    await operate(zone, 'ann', 'set_ship', { playerId: 'ann', shipType: 'pike_frigate' })
    await ask(zone, 'ann', 'initiate_combat')
    const combatId = fightOf(zone, 'ann')
    await ask(zone, 'ann', 'combat_action', { combatId, action: 'attack', targetId: 'bob', commit: 60 })
    await ask(zone, 'bob', 'combat_action', { combatId, action: 'brace' })
    await ask(zone, 'cem', 'combat_action', { combatId, action: 'brace' })
    // Somebody else can still fight, so the credits of the wreck are nobody's yet, and nobody sees them.
    expect(zone.entities.ofKind('salvage')).toHaveLength(1)
    for (const name of ['ann', 'cem']) expect(seen(zone, name, 'salvage')).toEqual([])
    await zone.advance(16_000)
    expect(zone.entities.ofKind('encounter')).toEqual([])
    for (const name of ['ann', 'cem']) expect(seen(zone, name, 'salvage')).toHaveLength(1)
    expect(seen(zone, 'far', 'salvage')).toEqual([])
    await zone.advance(900_000)
    expect(seen(zone, 'ann', 'salvage')).toEqual([])
  })
})

describe('combat_status', () => {
  test('[6.11] the own fight without an id, for participants only, with a log on demand', async () => {
    const zone = await withCaptains(['ann', 'bob', 'far'])
    await ask(zone, 'far', 'move', { toSector: 1 })
    expect(answer(zone, 'ann', 'combat_status')).toMatchObject({ error: { code: 'no_such_combat' } })
    await ask(zone, 'ann', 'initiate_combat')
    const combatId = fightOf(zone, 'ann')
    const status = { combatId, sector: 0, round: 1, ended: false, endState: null }
    expect(answer(zone, 'bob', 'combat_status')).toMatchObject({ ...status, participants: { ann: {}, bob: {} } })
    expect(answer(zone, 'bob', 'combat_status', { combatId })).not.toHaveProperty('logs')
    expect(answer(zone, 'bob', 'combat_status', { combatId, includeLog: true })).toMatchObject({ logs: [] })
    const unknown = answer(zone, 'far', 'combat_status', { combatId: 'no such fight' })
    expect(answer(zone, 'far', 'combat_status', { combatId })).toEqual(unknown)

    await zone.advance(16_000)
    const over = answer(zone, 'bob', 'combat_status', { combatId, includeLog: true })
    expect(over).toMatchObject({ combatId, ended: true, endState: 'stalemate', deadline: null, logs: [{ round: 1 }] })
    expect(answer(zone, 'far', 'combat_status', { combatId })).toEqual(unknown)
  })

  test('[INV-V2] the owner of a garrison in it is told, wherever that captain is', async () => {
    const zone = await withCaptains(['ann', 'bob'])
    await ask(zone, 'ann', 'leave_fighters', { sector: 0, quantity: 20, mode: 'defensive' })
    await ask(zone, 'ann', 'move', { toSector: 1 })
    await ask(zone, 'bob', 'initiate_combat')
    const combatId = fightOf(zone, 'bob')
    expect(seen(zone, 'ann', 'encounter')).toEqual([combatId])
    expect(answer(zone, 'ann', 'combat_status', { combatId })).toMatchObject({ combatId, ended: false })
    expect(zone.view('ann').extras).toEqual({ combat: null })
  })
})

describe('a game of five captains', () => {
  let zone: TestZone
  beforeAll(async () => {
    zone = await playFiveCaptains()
  })

  const everythingSentTo = (name: string) => JSON.stringify(zone.messages(name))

  test('is played as it is written', () => {
    expect(zone.faults()).toEqual([])
    expect(zone.entities.get('garrison:1:ann')?.data).toMatchObject({ tollBalance: canaries.bank })
    expect(zone.entities.ofKind('battle').length).toBeGreaterThanOrEqual(3)
    expect(['ann', 'bob', 'cem', 'dan', 'eve'].flatMap((name) => zone.refusals(name))).toEqual([])
    expect(told(zone, 'eve', 'combat.ended').length).toBeGreaterThan(0)
  })

  test.each([
    ["dan's credits", `:${canaries.credits}`, ['dan']],
    ["cem's cargo", `"organics":${canaries.organics}`, ['cem']],
    ["ann's bank", `:${canaries.bank}`, ['ann']],
    ['what ann said to bob', canaries.words, ['ann', 'bob']],
    ['where cem fled to', `"destinationSector":${canaries.fleeTo}`, ['cem']],
    ['where cem fled to, as a move', `"toSector":${canaries.fleeTo}`, ['cem']],
    ['who is in the far sector', '"sector":9', ['dan']],
    ['the seeds of fights', '"seed"', []],
  ])('[INV-V6] %s: told to nobody else', (_what, canary, knowing) => {
    const told = ['ann', 'bob', 'cem', 'dan', 'eve'].filter((name) => everythingSentTo(name).includes(canary))
    expect(told).toEqual(knowing)
  })

  test.each(['ann', 'bob', 'cem', 'dan', 'eve'])('[FOG-4] what is hidden from %s cannot be noticed', async (viewer) => {
    const combatIds = zone.entities.ofKind('battle').map(({ data }) => (data as { combatId: string }).combatId)
    await zone.expectNoLeak({
      viewer,
      variants: size({ usual: 1, long: 50 }),
      mayKnow,
      alsoKnows,
      vary: hiddenFrom(zone, viewer),
      queries: [
        { name: 'my_map' },
        { name: 'plot_course', input: { to: 9 } },
        { name: 'messages' },
        { name: 'check_trade', input: { side: 'sell', commodity: 'organics', quantity: 1 } },
        { name: 'combat_status' },
        ...combatIds.map((combatId) => ({ name: 'combat_status', input: { combatId, includeLog: true } })),
      ],
    })
  })

  test('[DUR-1] run again it is the same game', async () => {
    await zone.expectSameReplay()
  })
})
