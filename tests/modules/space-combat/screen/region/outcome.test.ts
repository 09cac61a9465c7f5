import type { TestZone } from '@gridtick/testing'
import { expect, test } from 'vitest'
import { type Outcome, outcomeOf } from '../../../../../modules/space-combat/screen/region/outcome.ts'
import { createPurse } from '../../../../../modules/space-combat/screen/region/purse.ts'
import { ask, fightOf, operate, withCaptains } from '../../captains.ts'
import { heard, playing, readerOf } from '../region-view.ts'

const names = ['ann', 'bob', 'cem'] as const

/** Captains of whom each has a purse that follows the view, as the page keeps it. */
async function region(captains: readonly string[]) {
  const zone = await withCaptains(captains)
  const purses = new Map(captains.map((name) => [name, createPurse()]))
  const look = () => {
    for (const [name, purse] of purses) purse.look(playing(zone, name))
  }
  look()
  return {
    zone,
    async act(name: string, type: string, payload: object = {}) {
      expect(await ask(zone, name, type, payload)).toBeUndefined()
      look()
    },
    async operate(type: string, payload: object) {
      expect(await operate(zone, 'ann', type, payload)).toBeUndefined()
      look()
    },
    outcome: (name: string) => outcomeFor(zone, name, purses.get(name)),
  }
}

function outcomeFor(zone: TestZone, name: string, purse = createPurse()): Outcome | undefined {
  const ended = heard(zone, name, 'combat.ended').at(-1)
  const { combatId } = (ended ?? {}) as { readonly combatId?: string }
  if (ended === undefined) return undefined
  return outcomeOf(ended, readerOf(name), purse.fortuneOf(combatId ?? ''))
}

test('who wins reads what was taken and from whom, who loses where it went, and who looked on who has it', async () => {
  const { zone, act, operate, outcome } = await region(names)
  await operate('set_ship', { playerId: 'bob', shipType: 'kestrel_courier', fighters: 2, shields: 0 })
  await operate('set_ship', { playerId: 'cem', shipType: 'kestrel_courier', fighters: 0 })
  await act('ann', 'initiate_combat')
  const combatId = fightOf(zone, 'ann')
  await act('ann', 'combat_action', { combatId, action: 'attack', targetId: 'bob', commit: 300 })
  await act('bob', 'combat_action', { combatId, action: 'brace' })
  expect(outcome('ann')).toEqual({
    tone: 'good',
    title: 'bob was defeated',
    text: 'You took 1,000 credits from bob. Salvage lies in the sector.',
  })
  expect(outcome('bob')).toMatchObject({ tone: 'bad', title: 'Your ship was lost' })
  expect(outcome('bob')?.text).toMatch(/^ann took your 1,000 credits\. What your ship carried lies in the wreck\./)
  expect(outcome('bob')?.advice).toContain(
    'Ships cannot be bought yet: to start again, leave, and join under another name',
  )
  expect(outcome('cem')?.text).toBe('Credits of the defeated went to ann. Salvage lies in the sector.')
  // Without having seen it from one view to the next, nothing is made up.
  expect(outcomeFor(zone, 'ann')?.text).toBe('Salvage lies in the sector.')
  expect(outcomeFor(zone, 'bob')?.text).toMatch(/^What your ship carried lies in the wreck\./)
})

test('whose ship was lost rounds before the end is told what went with it, and who has it now', async () => {
  const { zone, act, operate, outcome } = await region(names)
  await operate('set_ship', { playerId: 'bob', shipType: 'kestrel_courier', fighters: 2, shields: 0 })
  await act('ann', 'initiate_combat')
  const combatId = fightOf(zone, 'ann')
  await act('ann', 'combat_action', { combatId, action: 'attack', targetId: 'bob', commit: 200 })
  await act('bob', 'combat_action', { combatId, action: 'brace' })
  await act('cem', 'combat_action', { combatId, action: 'brace' })
  expect(outcome('bob')).toBeUndefined()
  await act('ann', 'combat_action', { combatId, action: 'brace' })
  await act('cem', 'combat_action', { combatId, action: 'brace' })
  expect(outcome('bob')?.text).toMatch(/^ann took your 1,000 credits\./)
  expect(outcome('ann')).toMatchObject({ title: 'Nobody attacked' })
  expect(outcome('ann')?.text).toContain('You took 1,000 credits from bob.')
})

test('what is paid or earned outside of a fight is not taken for its spoils', async () => {
  const { zone, act, operate } = await region(['ann', 'bob'])
  const purse = createPurse()
  purse.look(playing(zone, 'ann'))
  await operate('grant_credits', { playerId: 'ann', amount: 500 })
  purse.look(playing(zone, 'ann'))
  expect(purse.fortuneOf('any')).toEqual({ taken: 0, lost: 0 })
  await act('ann', 'initiate_combat')
  const combatId = fightOf(zone, 'ann')
  purse.look(playing(zone, 'ann'))
  expect(purse.fortuneOf(combatId)).toEqual({ taken: 0, lost: 0 })
})
