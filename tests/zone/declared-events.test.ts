import { testZone } from '@gridtick/testing'
import { defineModule, everyone, type GameEvent, type IntentRefusal, refuse } from 'gridtick'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { describeModule } from '../../framework/engine/src/module/describe-module.ts'
import { silentLogger } from '../../framework/engine/src/ports/logger.ts'

type Told = { readonly events?: readonly GameEvent[]; readonly refuse?: (intentId: string) => readonly IntentRefusal[] }

function choir({ events = [], refuse: refusals = () => [] }: Told, joinCode?: string) {
  return defineModule({
    name: 'choir',
    version: '1.0.0',
    stateVersion: 1,
    config: z.strictObject({}),
    entities: {},
    intents: { sing: z.strictObject({}) },
    events: { sung: z.strictObject({ by: z.string(), loud: z.boolean().default(false) }) },
    refusals: { hoarse: 'The player has sung too much.' },
    schedule: { kind: 'interval', everyMs: 100 },
    createZone: () => ({}),
    canJoin: () => refuse(joinCode ?? 'hoarse', 'No.') as never,
    ...(joinCode === undefined ? { canJoin: () => ({ accepted: true }) } : {}),
    onTick: ({ intents: [first] }) => (first === undefined ? {} : ({ events, refuse: refusals(first.id) } as never)),
    getPlayerState: () => ({ entities: [] }),
  })
}

async function sung(told: Told, joinCode?: string) {
  const zone = await testZone(choir(told, joinCode), { isQuiet: true })
  await zone.join('ann')
  zone.intent('ann', 'sing', {})
  await zone.tick()
  return zone
}

describe('[SHAPE-1] a module that declares its events and its refusals', () => {
  test('sends payloads as their schemas give them out, and refuses with its codes', async () => {
    const zone = await sung({ events: [{ event: 'sung', payload: { by: 'ann' }, to: everyone() }] })
    expect(zone.events('ann')).toEqual([{ event: 'sung', payload: { by: 'ann', loud: false } }])
    const refused = await sung({ refuse: (intentId) => [{ intentId, code: 'hoarse', message: 'Rest.' }] })
    expect(refused.refusals('ann')).toMatchObject([{ code: 'hoarse' }])
    expect([...zone.faults(), ...refused.faults()]).toEqual([])
  })

  test.each([
    [
      'another event',
      { event: 'sang', payload: {}, to: everyone() },
      'a bad events[0].event: "sang" is not an event of this module; it has sung',
    ],
    [
      'another payload',
      { event: 'sung', payload: { by: 3 }, to: everyone() },
      'a bad events[0].payload.by: Invalid input: expected string, received number',
    ],
    [
      'a key too many',
      { event: 'sung', payload: { by: 'ann', to: 1 }, to: everyone() },
      'a bad events[0].payload: Unrecognized key: "to"',
    ],
  ])('fails with %s, and says where', async (_what, event, fault) => {
    const zone = await sung({ events: [event] })
    expect(zone.faults().join()).toContain(fault)
    expect(zone.refusals('ann')).toMatchObject([{ code: 'intent_failed' }])
    expect(zone.events('ann')).toEqual([])
  })

  test('fails with a code that it does not declare, of an intent or of a join', async () => {
    const zone = await sung({ refuse: (intentId) => [{ intentId, code: 'horse', message: 'Rest.' }] })
    expect(zone.faults().join()).toContain(
      `a bad refuse[0].code: "horse" is none of the module's refusals, which are hoarse`,
    )
    const closed = await sung({}, 'full')
    expect(closed.faults().join()).toContain(`a bad refusal.code: "full" is none of the module's refusals`)
    expect(closed.refusals('ann')[0]).toMatchObject({ code: 'join_failed' })
    expect((await sung({}, 'hoarse')).refusals('ann')[0]).toMatchObject({ code: 'hoarse' })
  })

  test('says so in its description', () => {
    expect(describeModule(choir({}), silentLogger)).toMatchObject({
      events: { sung: { properties: { by: { type: 'string' } }, required: ['by', 'loud'] } },
      refusals: { hoarse: 'The player has sung too much.' },
    })
  })
})
