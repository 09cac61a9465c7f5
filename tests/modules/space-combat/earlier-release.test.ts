import { describe, expect, test } from 'vitest'
import { misfitLooks } from '../../../framework/zone/schedule/find-misfit.ts'
import type { Encounter } from '../../../modules/space-combat/kinds.ts'
import { spaceCombat } from '../../../modules/space-combat/space-combat.ts'
import { storedParty } from './stage/props.ts'
import { stage } from './stage/stage.ts'

/** A region as the first release stored it: a fight of two, with a third captain who was shot down a round ago. */
async function storedRegion() {
  const wreck = { isEscapePod: true, fighters: 0, shields: 0, hits: 4 }
  const region = await stage({
    ships: {
      ...{ a: { sector: 1 }, b: { sector: 1, fighters: 2 } },
      prey: { sector: 1, shipType: 'escape_pod', credits: 0 },
    },
    fights: [
      {
        ...{ id: 'fight', sector: 1, round: 2 },
        participants: [storedParty('a'), storedParty('b', { fighters: 2 }), storedParty('prey', wreck)],
      },
    ],
  })
  return region.zone
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
    const looks = misfitLooks(stored as unknown as Parameters<typeof misfitLooks>[0], spaceCombat)
    expect(looks.map((look) => look()).filter((problem) => problem !== undefined)).toEqual([])
  })
})
