import { testZone } from '@gridtick/testing'
import type { GameModule } from 'gridtick'
import { describe, expect, test } from 'vitest'
import { misfitLooks } from '../../../framework/engine/src/schedule/find-misfit.ts'
import { balance } from '../../../modules/space-combat/balance.ts'
import { balanceOf, configSchema, type RegionConfig } from '../../../modules/space-combat/config.ts'
import type { Encounter } from '../../../modules/space-combat/kinds.ts'
import { spaceCombat } from '../../../modules/space-combat/space-combat.ts'
import type { createRegion } from '../../../modules/space-combat/world/create-region.ts'
import { answer, ask, told } from './captains.ts'
import { storedParty } from './stage/props.ts'
import { stage } from './stage/stage.ts'

/** A region as the first release stored it, in which three messages were sent: to all, to one captain, to all. */
async function chattyRegion() {
  const said = (number: number, content: string, to: string | null = null) => ({
    ...{ id: `message:${number}`, kind: 'message' as const, x: -8, y: -8 },
    data: {
      ...{ number, scope: to === null ? ('broadcast' as const) : ('direct' as const), at: 1_000 + number },
      ...{ fromId: 'ann', fromName: 'ann', toId: to, toName: to, content },
    },
  })
  const earlier = {
    ...spaceCombat,
    createZone(context: Parameters<typeof spaceCombat.createZone>[0]) {
      const { create, state } = spaceCombat.createZone(context) as ReturnType<typeof createRegion>
      const messages = [said(1, 'old, to all'), said(2, 'old, to bob', 'bob'), said(3, 'old too')]
      return { create: [...create, ...messages], state: { ...state, nextMessage: 4 } }
    },
  }
  const zone = await testZone<GameModule>(earlier, {
    config: { map: 'fixture', balance: { chat: { keptMax: 4, intervalMs: 0 } } },
  })
  await zone.join('ann', 'bob', 'eve')
  return zone
}

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

/** Without the numbers that came later. */
function asStoredThen(config: RegionConfig) {
  const { directKeptMax: _kept, directCharactersMax: _characters, ...chat } = config.balance.chat
  const { tollCommit: _commit, tollCommitShare: _share, tollCommitMin: _min, ...garrisons } = config.balance.garrisons
  const { firingTies: _ties, ...combat } = config.combat
  return { ...config, combat, balance: { ...config.balance, chat, garrisons } }
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

  test('shows its messages as before, and goes on behind them', async () => {
    const zone = await chattyRegion()
    const idsAndWords = (name: string) =>
      (answer(zone, name, 'messages').messages as { id: number; content: string }[]).map(({ id, content }) => [
        id,
        content,
      ])
    expect(idsAndWords('bob')).toEqual([
      [1, 'old, to all'],
      [2, 'old, to bob'],
      [3, 'old too'],
    ])
    expect(idsAndWords('eve').map(([id]) => id)).toEqual([1, 3])
    await ask(zone, 'eve', 'send_message', { scope: 'direct', toPlayerId: 'bob', content: 'to bob' })
    await ask(zone, 'ann', 'send_message', { scope: 'broadcast', content: 'to all' })
    await ask(zone, 'bob', 'send_message', { scope: 'direct', toPlayerId: 'eve', content: 'to eve' })
    await ask(zone, 'eve', 'send_message', { scope: 'broadcast', content: 'again' })
    await zone.crash()
    // Of those to all, and of the older ones, four are kept.
    expect(idsAndWords('bob')).toEqual([
      [2, 'old, to bob'],
      [3, 'old too'],
      [5, 'to bob'],
      [4, 'to all'],
      [7, 'to eve'],
      [6, 'again'],
    ])
    expect(told(zone, 'bob', 'chat.message').map(({ id }) => id)).toEqual([5, 4, 7, 6])
    expect(zone.faults()).toEqual([])
  })

  test('fits the schemas of this one', async () => {
    const entities = [...(await storedRegion()).entities.all(), ...(await chattyRegion()).entities.ofKind('message')]
    const config = asStoredThen(configSchema.parse({ map: 'fixture' }))
    expect(balanceOf(config)).toEqual(balance)
    const stored = { zone: { config, state: { sectors: 10, nextMessage: 1, nextBattle: 1 }, extras: {} }, entities }
    const looks = misfitLooks(stored as unknown as Parameters<typeof misfitLooks>[0], spaceCombat)
    expect(looks.map((look) => look()).filter((problem) => problem !== undefined)).toEqual([])
  })
})
