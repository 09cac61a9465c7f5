import { describe, expect, test } from 'vitest'
import { ask, fightOf, operate, seen, withCaptains } from './captains.ts'

/** How often each series was counted; of a histogram how many values. */
function counted(values: ReturnType<Awaited<ReturnType<typeof withCaptains>>['measured']>) {
  const sums: Record<string, number> = {}
  for (const { name, labels, value } of values) {
    const key = [name, ...Object.values(labels)].join(' ')
    sums[key] = (sums[key] ?? 0) + (name === 'round_seconds' ? 1 : value)
  }
  return sums
}

describe('[SHAPE-3] what operators see of a region', () => {
  test('rounds, timeouts, flights, deployments, tolls, and salvage are counted', async () => {
    const zone = await withCaptains(['ann', 'bob'])
    await ask(zone, 'ann', 'move', { toSector: 1 })
    await ask(zone, 'ann', 'leave_fighters', { sector: 1, quantity: 20, mode: 'toll', tollAmount: 23 })
    await operate(zone, 'ann', 'set_ship', { playerId: 'bob', shipType: 'kestrel_courier', fighters: 2, shields: 0 })
    await ask(zone, 'bob', 'move', { toSector: 1 })
    zone.intent('bob', 'combat_action', { combatId: fightOf(zone, 'bob'), action: 'pay' })
    await zone.advance(16_000)
    expect(counted(zone.measured())).toMatchObject({
      'deployments toll': 1,
      'tolls paid': 1,
      rounds: 1,
      round_seconds: 1,
    })

    await ask(zone, 'ann', 'initiate_combat', { targetId: 'bob' })
    zone.disconnect('bob')
    await zone.advance(16_000)
    zone.reconnect('bob')
    for (let round = 0; round < 9 && zone.entities.ofKind('encounter').length > 0; round++) {
      const combatId = fightOf(zone, 'ann')
      zone.intent('bob', 'combat_action', { combatId, action: 'flee', toSector: 0 })
      await ask(zone, 'ann', 'combat_action', { combatId, action: 'attack', targetId: 'bob', commit: 10 })
    }
    const totals = counted(zone.measured())
    const flights = (totals['flee_attempts escaped'] ?? 0) + (totals['flee_attempts failed'] ?? 0)
    expect(totals['timeouts disconnected']).toBeGreaterThan(0)
    expect(flights).toBeGreaterThan(0)
    expect(totals.round_seconds).toBe(totals.rounds)
    expect(zone.faults()).toEqual([])
  })

  test('a container that is emptied, and one for which nobody comes', async () => {
    const zone = await withCaptains(['ann', 'bob'])
    for (const pass of ['claimed', 'expired']) {
      await operate(zone, 'ann', 'set_ship', { playerId: 'bob', shipType: 'kestrel_courier', fighters: 2, shields: 0 })
      await ask(zone, 'ann', 'initiate_combat', { targetId: 'bob' })
      for (let round = 0; round < 9 && zone.entities.ofKind('encounter').length > 0; round++) {
        const combatId = fightOf(zone, 'ann')
        zone.intent('bob', 'combat_action', { combatId, action: 'brace' })
        await ask(zone, 'ann', 'combat_action', { combatId, action: 'attack', targetId: 'bob', commit: 10 })
      }
      const [salvageId] = seen(zone, 'ann', 'salvage')
      if (pass === 'claimed') await ask(zone, 'ann', 'collect_salvage', { salvageId })
      else await zone.advance(3_600_000)
    }
    const totals = counted(zone.measured())
    expect(totals['salvage made']).toBe(2)
    expect((totals['salvage claimed'] ?? 0) + (totals['salvage expired'] ?? 0)).toBe(2)
    expect(totals['salvage expired']).toBeGreaterThan(0)
  })
})
