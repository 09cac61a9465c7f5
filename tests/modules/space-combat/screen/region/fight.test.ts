import type { TestZone } from '@gridtick/testing'
import { beforeAll, describe, expect, test } from 'vitest'
import {
  chosenIn,
  chosenWords,
  farFightWords,
  idleWords,
  meansOf,
  sidesOf,
  targetsOf,
  tollIn,
} from '../../../../../modules/space-combat/screen/region/fight.ts'
import { createFightLog } from '../../../../../modules/space-combat/screen/region/fight-log.ts'
import { outcomeOf } from '../../../../../modules/space-combat/screen/region/outcome.ts'
import { createPurse } from '../../../../../modules/space-combat/screen/region/purse.ts'
import { roundWords } from '../../../../../modules/space-combat/screen/words/round-words.ts'
import { ask, fightOf, operate, withCaptains } from '../../captains.ts'
import { allHeard, asked, heard, logOf, playing, readerOf } from '../region-view.ts'

async function act(zone: TestZone, playerId: string, action: string, more: object = {}): Promise<void> {
  expect(
    await ask(zone, playerId, 'combat_action', { combatId: fightOf(zone, playerId), action, ...more }),
  ).toBeUndefined()
}

describe('a fight', () => {
  let zone: TestZone
  beforeAll(async () => {
    zone = await withCaptains(['ann', 'bob', 'cem'])
    await operate(zone, 'cem', 'set_ship', { playerId: 'cem', shipType: 'kestrel_courier', fighters: 0 })
    await operate(zone, 'cem', 'set_ship', { playerId: 'bob', shipType: 'kestrel_courier', fighters: 2, shields: 0 })
    await ask(zone, 'ann', 'initiate_combat')
  })

  test('your own side stands first; who has fighters can be shot at; who has none can only leave', () => {
    const { fight } = playing(zone, 'ann')
    if (fight === undefined) throw new Error('no fight')
    expect(sidesOf(fight, 'ann').map(({ ownerId, isOwn }) => [ownerId, isOwn])).toEqual([
      ['ann', true],
      ['bob', false],
      ['cem', false],
    ])
    expect(targetsOf(fight, 'ann').map(({ id }) => id)).toEqual(['bob'])
    expect(targetsOf(fight, 'bob').map(({ id }) => id)).toEqual(['ann'])
    expect(meansOf(fight, 'ann')).toBe('all')
    expect(meansOf(fight, 'cem')).toBe('flight')
    expect(tollIn(fight, playing(zone, 'ann').garrison)).toBeUndefined()
  })

  test('what was submitted is shown to the one who did, until it is over', async () => {
    const chosen = (name: string) => {
      const { fight, extras } = playing(zone, name)
      return fight && chosenIn(fight, extras)
    }
    expect(chosen('ann')).toBeUndefined()
    await act(zone, 'ann', 'attack', { targetId: 'bob', commit: 1200 })
    expect(chosen('ann')).toEqual({ action: 'attack', commit: 300, targetId: 'bob' })
    expect(chosen('bob')).toBeUndefined()
    const { fight } = playing(zone, 'ann')
    expect(fight && chosenWords({ action: 'attack', commit: 1, targetId: 'bob' }, fight)).toBe(
      'You attack bob with 1 fighter.',
    )
    expect(fight && idleWords({ fight, garrison: undefined, isTollPaid: false })).toBe(
      'If nobody attacks, the fight ends.',
    )
  })

  test('the rounds in words, and the end as each one reads it', async () => {
    const logs = ['ann', 'bob', 'cem'].map((playerId) => {
      const log = createFightLog({
        reader: readerOf(playerId),
        purse: createPurse(),
        ask: () => Promise.reject(new Error('not asked')),
        onChange() {},
      })
      return { playerId, log }
    })
    await act(zone, 'bob', 'brace')
    expect(playing(zone, 'ann').fight).toBeUndefined()
    for (const { playerId, log } of logs) for (const told of allHeard(zone, playerId)) log.hear(told)
    const [ann, bob, cem] = logs.map(({ log }) => log)

    expect(ann?.rounds[0]).toMatchObject({ round: 1, isTollPaid: false })
    const told = ann?.rounds[0]?.sentences.join(' ') ?? ''
    expect(told).toMatch(/^You sent 300 fighters at bob: 2 hits, (none|\d+) lost\. bob braced\./)
    expect(told).toContain('bob lost the last fighter, and was shot down.')
    expect(bob?.rounds[0]?.sentences.join(' ')).toContain('You lost the last fighter, and were shot down.')

    expect(ann?.outcome).toMatchObject({ tone: 'good', title: 'bob was defeated' })
    expect(ann?.outcome?.text).toContain('Salvage lies')
    expect(bob?.outcome).toMatchObject({ tone: 'bad', title: 'Your ship was lost' })
    expect(cem?.outcome).toMatchObject({ tone: 'good', title: 'bob was defeated' })
    expect(playing(zone, 'bob').own.isEscapePod).toBe(true)
    expect(playing(zone, 'ann').containers).toMatchObject([{ loserName: 'bob', scrap: 25, credits: 0 }])

    ann?.dismiss()
    expect(ann?.outcome).toBeUndefined()
  })

  test('rounds that were missed are asked for, and none is told twice', async () => {
    const later = await withCaptains(['ann', 'bob'])
    await ask(later, 'ann', 'initiate_combat')
    for (let round = 1; round <= 2; round += 1) {
      await act(later, 'ann', 'attack', { targetId: 'bob', commit: 1 })
      await act(later, 'bob', 'brace')
    }
    const log = createFightLog({
      reader: readerOf('ann'),
      purse: createPurse(),
      ask: (combatId) => Promise.resolve(asked(later, 'ann', 'combat_log', { combatId })),
      onChange() {},
    })
    log.look(playing(later, 'ann').fight)
    await Promise.resolve()
    await Promise.resolve()
    expect(log.rounds.map(({ round }) => round)).toEqual([1, 2])
    for (const payload of heard(later, 'ann', 'combat.round_resolved'))
      log.hear({ event: 'combat.round_resolved', payload })
    expect(log.rounds.map(({ round }) => round)).toEqual([1, 2])
  })

  test('who got away reads so, also while the others fight on; the others are not told where to', async () => {
    const region = await withCaptains(['ann', 'bob'], { combat: { fleeMin: 1, fleeMax: 1, fleeBase: 1 } })
    await ask(region, 'ann', 'initiate_combat')
    await act(region, 'bob', 'flee', { toSector: 1 })
    await act(region, 'ann', 'brace')
    const [ended] = heard(region, 'bob', 'combat.ended')
    const [seen] = heard(region, 'ann', 'combat.ended')
    expect(ended && outcomeOf(ended, readerOf('bob'))).toEqual({
      tone: 'good',
      title: 'You got away',
      text: 'You are in sector 1.',
    })
    expect(seen && outcomeOf(seen, readerOf('ann')).title).toBe('bob got away')
    const log = createFightLog({
      reader: readerOf('bob'),
      purse: createPurse(),
      ask: () => Promise.reject(new Error('not asked')),
      onChange() {},
    })
    for (const told of allHeard(region, 'bob')) {
      log.hear(told)
      if (told.event === 'combat.round_resolved') break
    }
    expect(log.outcome?.title).toBe('You got away')
  })

  test('who was shot down reads so at the end, also when the others fought on', async () => {
    const region = await withCaptains(['ann', 'bob', 'cem'], { combat: { fleeMin: 1, fleeMax: 1, fleeBase: 1 } })
    await operate(region, 'cem', 'set_ship', { playerId: 'bob', shipType: 'kestrel_courier', fighters: 2, shields: 0 })
    await ask(region, 'ann', 'initiate_combat')
    await act(region, 'ann', 'attack', { targetId: 'bob', commit: 200 })
    await act(region, 'bob', 'brace')
    await act(region, 'cem', 'brace')
    expect(playing(region, 'bob').fight).toBeUndefined()
    const [lost] = heard(region, 'bob', 'combat.round_resolved')
    expect(lost && outcomeOf(lost, readerOf('bob'), { taken: 0, lost: 7 })).toMatchObject({
      title: 'Your ship was lost',
      text: expect.stringMatching(/^The winner of the fight takes your 7 credits\./),
    })
    expect(logOf(region, 'bob').at(-1)).toBe('Sector 0: Your ship was lost.')
    await act(region, 'ann', 'brace')
    await act(region, 'cem', 'flee', { toSector: 1 })
    const [ended] = heard(region, 'bob', 'combat.ended')
    expect(ended && outcomeOf(ended, readerOf('bob')).title).toBe('Your ship was lost')
    const [seen] = heard(region, 'ann', 'combat.ended')
    expect(seen && outcomeOf(seen, readerOf('ann')).title).toBe('cem got away')
  })

  test('a toll can be paid to somebody else’s garrison in the fight, and to no other', async () => {
    const region = await withCaptains(['ann', 'bob'])
    await ask(region, 'ann', 'move', { toSector: 1 })
    await ask(region, 'ann', 'leave_fighters', { sector: 1, quantity: 20, mode: 'toll', tollAmount: 23 })
    await ask(region, 'ann', 'move', { toSector: 0 })
    await ask(region, 'bob', 'move', { toSector: 1 })
    const bob = playing(region, 'bob')
    expect(bob.fight && tollIn(bob.fight, bob.garrison)?.tollAmount).toBe(23)
    expect(bob.fight && bob.garrison && tollIn(bob.fight, { ...bob.garrison, isOwn: true })).toBeUndefined()
    expect(bob.fight && idleWords({ fight: bob.fight, garrison: bob.garrison, isTollPaid: false })).toBe(
      'The garrison of ann asks for 23 credits: pay, flee or fight, or it attacks.',
    )
    // Of a garrison that takes no toll, of the own one, and of one that is shot down.
    const idle = (changed: object, isTollPaid = false) =>
      bob.fight &&
      bob.garrison &&
      idleWords({ fight: bob.fight, garrison: { ...bob.garrison, ...changed }, isTollPaid })
    expect(idle({ mode: 'offensive' })).toBe('The garrison of ann attacks in every round.')
    expect(idle({ isOwn: true })).toBe('Your garrison asks for 23 credits, and attacks until they are paid.')
    expect(idle({}, true)).toBe('If nobody attacks, the fight ends.')
    expect(idle({ mode: 'defensive' }, true)).toBe('The garrison of ann attacks in every round.')
    expect(idle({ id: 'another' })).toBe('If nobody attacks, the fight ends.')
    const ann = playing(region, 'ann')
    expect(ann.fight).toBeUndefined()
    expect(ann.fightsElsewhere.map((fight) => farFightWords(fight, 'ann'))).toEqual([
      'Your garrison in sector 1 fights bob: round 1, 20 fighters left.',
    ])
    await act(region, 'bob', 'pay')
    const [paid] = heard(region, 'bob', 'combat.round_resolved')
    expect(paid && roundWords(paid, readerOf('bob'))).toMatchObject({ isTollPaid: true })
    const [ended] = heard(region, 'bob', 'combat.ended')
    expect(ended && outcomeOf(ended, readerOf('bob')).title).toBe('The toll was paid')
    expect(logOf(region, 'ann').at(-1)).toBe('Sector 1: The toll was paid.')
  })
})
