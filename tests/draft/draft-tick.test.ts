import { type TestZone, testZone } from '@gridtick/testing'
import {
  accept,
  carryOut,
  type DraftOf,
  debugOnly,
  defineModule,
  draftTick,
  everyone,
  type IntentHandlerOf,
  intent,
  refuse,
  type TickOf,
  type TickResultOf,
} from 'gridtick'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'

const shop = {
  config: z.strictObject({}),
  entities: { purse: z.strictObject({ coins: z.int() }) },
  state: z.strictObject({ sold: z.array(z.string()), mood: z.enum(['good', 'bad']) }),
  extras: z.strictObject({ open: z.boolean() }),
}
type Draft = DraftOf<typeof shop>

const pay = z.strictObject({ coins: z.int() })

const buy: IntentHandlerOf<typeof shop, typeof pay> = (draft, { playerId, payload: { coins } }) => {
  const [purse] = draft.entities.ownedBy(playerId)
  if (purse === undefined) return refuse('no_purse', 'You have no purse.')
  // It is paid first, and found to be too much later: what was changed is taken back with the refusal.
  const paid = draft.entities.change(purse, { data: { coins: purse.data.coins - coins } })
  draft.changeState({ sold: [...draft.state.sold, playerId] })
  draft.changeExtras({ open: false })
  draft.emit('sold', { to: playerId }, everyone())
  draft.removePlayer(playerId)
  draft.wakeAt(1)
  draft.end('sold out')
  return paid.data.coins < 0 ? refuse('too_dear', 'You cannot pay that.', { coins }) : undefined
}

type Tick = TickOf<typeof shop>
type Result = TickResultOf<typeof shop>

function shopWith(onTick: (tick: Tick) => Result) {
  return defineModule({
    ...shop,
    name: 'shop',
    version: '1.0.0',
    stateVersion: 1,
    intents: {
      buy: intent({ payload: pay, rate: { perSecond: 100, burst: 100 } }, buy),
      cheer: intent(z.strictObject({}), (draft: Draft) => draft.changeState({ mood: 'good' })),
      boo: z.strictObject({}),
      close: intent(debugOnly(z.strictObject({})), (draft: Draft) => {
        draft.changeExtras({ open: false })
        return accept({ by: 'order', at: draft.now })
      }),
    },
    schedule: { kind: 'interval', everyMs: 100 },
    createZone: () => ({ state: { sold: [], mood: 'bad' }, extras: { open: true } }),
    onTick,
    getPlayerState: ({ base }) => ({ entities: base.entities.all(), extras: { ...base.extras, ...base.state } }),
  })
}

const usual = shopWith((tick) => {
  const draft = draftTick(tick)
  for (const { playerId, change } of tick.membership)
    if (change === 'joined')
      draft.entities.create({ kind: 'purse', x: 0, y: 0, ownerId: playerId, data: { coins: 10 } })
  carryOut(tick, draft)
  return draft.result()
})

async function open(module = usual) {
  const zone = await testZone(module, { isQuiet: true })
  await zone.join('ann', 'bob')
  return zone
}

const coins = (zone: TestZone, playerId: string) => zone.entities.ownedBy(playerId)[0]?.data

describe('[MOD-24] a draft of a tick', () => {
  test('what a handler changed is stored, sent and seen by the next one', async () => {
    const zone = await open()
    zone.intent('ann', 'cheer', {})
    zone.intent('ann', 'buy', { coins: 3 })
    zone.intent('ann', 'buy', { coins: 7 })
    await zone.tick()
    expect(zone.faults()).toEqual([])
    expect(coins(zone, 'ann')).toEqual({ coins: 0 })
    expect(zone.state).toEqual({ sold: ['ann', 'ann'], mood: 'good' })
    expect(zone.extras).toEqual({ open: false })
    expect(zone.events('bob')).toEqual([
      { event: 'sold', payload: { to: 'ann' } },
      { event: 'sold', payload: { to: 'ann' } },
    ])
    expect(zone.players.map(({ playerId }) => playerId)).toEqual(['bob'])
    expect(zone.status).toBe('finished')
  })

  test('[SHAPE-2] what a handler tells of an intent is sent with its result, kept, and sent again', async () => {
    const zone = await open()
    zone.intent('ann', 'close', {}, { role: 'debug', seq: 1 })
    zone.intent('ann', 'cheer', {}, { seq: 2 })
    await zone.tick()
    const details = { by: 'order', at: zone.clock.now() }
    expect(zone.results('ann')).toMatchObject([
      { seq: 1, outcome: 'applied', details },
      { seq: 2, outcome: 'applied' },
    ])
    expect(zone.results('ann')[1]).not.toHaveProperty('details')
    await zone.crash()
    zone.intent('ann', 'close', {}, { role: 'debug', seq: 1 })
    expect(zone.results('ann')).toHaveLength(3)
    expect(zone.results('ann')[2]).toMatchObject({ seq: 1, outcome: 'applied', duplicate: true, details })
    await zone.expectSameReplay()
  })

  test.each([
    ['an intent of another tick', () => [{ intentId: 'nobody', details: {} }], 'results[0].intentId'],
    ['details that are not an object', (id: string) => [{ intentId: id, details: 3 }], 'results[0].details'],
    [
      'what JSON cannot carry',
      (id: string) => [{ intentId: id, details: { at: Number.NaN } }],
      'results[0].details.at',
    ],
    [
      'details that are too large',
      (id: string) => [{ intentId: id, details: { text: 'x'.repeat(5_000) } }],
      'results[0].details',
    ],
    [
      'two results',
      (id: string) => [
        { intentId: id, details: {} },
        { intentId: id, details: {} },
      ],
      'results[1].intentId',
    ],
  ])('[SHAPE-2] %s fails the tick, and says where', async (_what, results, path) => {
    const zone = await open(
      shopWith(({ intents: [first] }) => (first === undefined ? {} : { results: results(first.id) as never })),
    )
    zone.intent('ann', 'boo', {})
    await zone.tick()
    expect(zone.faults().join()).toContain(`onTick returned a bad ${path}: `)
    expect(zone.refusals('ann')).toMatchObject([{ code: 'intent_failed' }])
  })

  test('what a handler changed that refuses is taken back, and the others take effect', async () => {
    const zone = await open()
    zone.intent('ann', 'buy', { coins: 11 })
    zone.intent('bob', 'cheer', {})
    await zone.tick()
    expect(zone.refusals('ann')).toMatchObject([{ code: 'too_dear', details: { coins: 11 } }])
    expect(zone.refusals('bob')).toEqual([])
    expect(coins(zone, 'ann')).toEqual({ coins: 10 })
    expect(zone.state).toEqual({ sold: [], mood: 'good' })
    expect(zone.extras).toEqual({ open: true })
    expect(zone.events('bob')).toEqual([])
    expect(zone.players).toHaveLength(2)
    expect(zone.status).toBe('open')
    expect(zone.wakeAt).toBeNull()
  })

  test('an attempt that throws is taken back, and what was changed before stays', async () => {
    const zone = await open(
      shopWith((tick) => {
        const draft = draftTick(tick)
        draft.changeExtras({ open: false })
        const fail = () => {
          draft.changeExtras({ open: true })
          draft.changeState({ mood: 'good' })
          draft.emit('never', null, everyone())
          draft.entities.create({ kind: 'purse', x: 0, y: 0, data: { coins: 1 } })
          throw new Error('no')
        }
        expect(() => draft.attempt(fail)).toThrow('no')
        expect(draft.extras).toEqual({ open: false })
        return draft.result()
      }),
    )
    expect(zone.faults()).toEqual([])
    expect([zone.extras, zone.state]).toEqual([{ open: false }, { sold: [], mood: 'bad' }])
    expect([zone.entities.size, zone.events('ann')]).toEqual([0, []])
  })

  test('a draft has what the tick was given, and a module may put more there for its handlers', async () => {
    const zone = await open(
      shopWith((tick) => {
        const draft = Object.assign(draftTick(tick), { discount: 2 })
        expect([draft.now, draft.tick, draft.zone, draft.players]).toEqual([
          tick.now,
          tick.tick,
          tick.zone,
          tick.players,
        ])
        draft.changeState({ mood: 'good' })
        return { ...draft.result(), state: { sold: [String(draft.discount), draft.state.mood] } }
      }),
    )
    expect(zone.faults()).toEqual([])
    expect(zone.state).toMatchObject({ sold: ['2', 'good'] })
  })

  test('[MOD-25] intents without a handler are left to onTick, which may answer them', async () => {
    const zone = await open(
      shopWith((tick) => {
        const draft = draftTick(tick)
        carryOut(tick, draft)
        for (const { id, type } of tick.intents) if (type === 'boo') draft.answer(id, refuse('rude', 'Not here.'))
        return draft.result()
      }),
    )
    zone.intent('ann', 'boo', {})
    zone.intent('bob', 'cheer', {})
    await zone.tick()
    expect(zone.refusals('ann')).toMatchObject([{ code: 'rude' }])
    expect(zone.state).toMatchObject({ mood: 'good' })
  })

  test('[MOD-25] a module that forgets its handlers is told so', async () => {
    const zone = await open(shopWith((tick) => draftTick(tick).result()))
    zone.intent('ann', 'cheer', {})
    await zone.tick()
    expect(zone.faults().join()).toContain(
      'The intent "cheer" has a handler that did not run. Call carryOut(tick, draft).',
    )
  })
})
