import type { CreateOf } from 'gridtick'
import { testZone } from 'gridtick/testing'
import { describe, expect, test } from 'vitest'
import { findMisfit } from '../../../framework/zone/schedule/find-misfit.ts'
import type { RegionConfig } from '../../../modules/space-combat/config.ts'
import type { Encounter, kinds, Sector } from '../../../modules/space-combat/kinds.ts'
import { spaceCombat } from '../../../modules/space-combat/space-combat.ts'
import { withProps } from './stage/props.ts'

/** How the first release stored a party of a fight. */
function party(id: string, changes: object = {}) {
  const ship = { kind: 'ship', name: id, ownerId: id, shipType: 'kestrel_courier', isEscapePod: false }
  const numbers = { fighters: 300, shields: 150, maxFighters: 300, maxShields: 150, turnsPerWarp: 3 }
  return { id, ...ship, ...numbers, fightersAtEntry: 300, hits: 0, ...changes }
}

/** A region as the first release stored it: a fight of two, with a third captain who was shot down a round ago. */
async function storedRegion() {
  const wreck = { isEscapePod: true, fighters: 0, shields: 0, hits: 4 }
  const data = {
    ...{ sector: 1, round: 2, deadline: Date.UTC(2030, 0, 1) + 15_000, seed: 'abc', initiatorId: 'a' },
    ...{ reason: 'manual', createdAt: Date.UTC(2030, 0, 1) },
    participants: [party('a'), party('b', { fighters: 2 }), party('prey', wreck)],
    ...{ pending: [], tolls: [], fled: [], log: [] },
  } as unknown as Encounter['data']
  const module = {
    ...spaceCombat,
    createZone(context: Parameters<typeof spaceCombat.createZone>[0]) {
      const region = spaceCombat.createZone(context) as { readonly create: readonly CreateOf<typeof kinds>[] }
      const start = context as unknown as { readonly config: RegionConfig; readonly now: number }
      const ships = {
        ...{ a: { sector: 1 }, b: { sector: 1, fighters: 2 } },
        prey: { sector: 1, shipType: 'escape_pod' as const, credits: 0 },
      }
      const create = withProps({ ships }, region.create, start)
      const { x, y } = create.find(({ id }) => id === 'sector:1') as unknown as Sector
      return { ...region, create: [...create, { id: 'fight', kind: 'encounter', x, y, data }] }
    },
  } as typeof spaceCombat
  const zone = await testZone(module, { config: { map: 'fixture' }, isQuiet: true })
  await zone.join('a', 'b', 'prey')
  return zone
}

describe('[MOD-20] a region that the first release stored', () => {
  test('goes on after a restart: its fight is fought to the end, and all who were in it hear of it', async () => {
    const zone = await storedRegion()
    await zone.crash()
    expect(zone.faults()).toEqual([])
    const stored = zone.entities.get('fight')
    expect(Object.keys(stored?.data ?? {})).not.toContain('downed')
    zone.intent('b', 'combat_action', { combatId: 'fight', action: 'brace' })
    zone.intent('a', 'combat_action', { combatId: 'fight', action: 'attack', commit: 1, targetId: 'b' })
    await zone.tick()
    expect(zone.refusals('a')).toEqual([])
    const open = zone.entities.get('fight')?.data as Encounter['data'] | undefined
    expect(open?.round).toBe(3)
    expect(open?.participants.map(({ id }) => id)).toEqual(['a', 'b'])
    expect(open?.downed).toEqual(['prey'])
    await zone.advance(15_000)
    for (const name of ['a', 'b', 'prey'])
      expect(zone.events(name).at(-1), name).toMatchObject({ event: 'combat.ended', payload: { combatId: 'fight' } })
    expect(zone.faults()).toEqual([])
  })

  test('fits the schemas of this one', async () => {
    const zone = await storedRegion()
    const entities = zone.entities.all()
    const config = spaceCombat.config.parse({ map: 'fixture' })
    const stored = { zone: { config, state: { sectors: 10, nextMessage: 1, nextBattle: 1 }, extras: {} }, entities }
    expect(findMisfit(stored as unknown as Parameters<typeof findMisfit>[0], spaceCombat)).toBeUndefined()
  })
})
