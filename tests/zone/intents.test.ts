import { testZone } from '@gridtick/testing'
import { describe, expect, test } from 'vitest'
import { type ProbeContext, probeModule } from './probe-module.ts'
import { createWorld } from './world.ts'

/** Counts intents, and refuses those whose value is 5. */
const counting = () =>
  probeModule({
    onTick: ({ intents }: ProbeContext) => ({
      update: [{ id: 'a', inc: [[['data', 'n'], intents.length]] }],
      refuse: intents
        .filter(({ payload }) => payload.value === 5)
        .map(({ id }) => ({ intentId: id, code: 'not_five', message: 'Not five.', details: { value: 5 } })),
    }),
  })
const counted = async (world: Awaited<ReturnType<typeof joined>>['world']) => {
  const stored = await world.stored()
  return ((stored?.entities[0]?.data as { n: number } | undefined)?.n ?? 0) - 1
}
async function joined(limits: object = {}) {
  const world = await createWorld(counting(), { limits })
  const ann = world.open('ann')
  await world.watch(ann)
  await world.beat()
  return { world, ann }
}
const results = (link: { player: { results: readonly object[] } }) => link.player.results

describe('who may act', () => {
  test('[INT-1] only members; an operator need not be one', async () => {
    const { world } = await joined()
    const eve = world.open('eve')
    const refused = await world.intent(eve, 'act')
    expect(refused).toMatchObject({ accepted: false, refused: { code: 'not_a_member' } })
    expect(await world.intent(eve, 'act', {}, { isDebug: true })).toMatchObject({ accepted: true })
    await world.beat()
    expect(await counted(world)).toBe(1)
  })

  test('[INT-1] [ZONE-2] who has asked to join may act at once, behind the join; who asked to leave may not', async () => {
    const { world, ann } = await joined()
    const bob = world.open('bob')
    void world.watch(bob)
    expect(await world.intent(bob, 'act', {}, { seq: 1 })).toMatchObject({ accepted: true })
    void world.leave(ann)
    expect(await world.intent(ann, 'act')).toMatchObject({ accepted: false, refused: { code: 'not_a_member' } })
    await world.beat()
    expect(results(bob)).toMatchObject([{ seq: 1, outcome: 'applied', tick: 2 }])
  })

  test('[INT-1] an intent behind a join that is refused is refused as well, and answered once', async () => {
    const module = probeModule({ canJoin: () => ({ accepted: false, code: 'no_room', message: 'Full.' }) })
    const world = await createWorld(module)
    const ann = world.open('ann')
    void world.watch(ann)
    await world.intent(ann, 'act')
    await world.beat()
    expect(ann.player.refusals.map(({ code }) => code)).toEqual(['no_room', 'not_a_member'])
  })
})

describe('the door', () => {
  test('[INT-2] refuses an unknown type and a bad payload, with the path of what is wrong, and settles nothing', async () => {
    const { world, ann } = await joined()
    await world.intent(ann, 'fly', {}, { seq: 1 })
    await world.intent(ann, 'toString', {}, { seq: 1 })
    await world.intent(ann, 'act', { value: 0.5, extra: 1 }, { seq: 1 })
    expect(results(ann)).toMatchObject([
      { seq: 1, outcome: 'refused', code: 'unknown_intent' },
      { seq: 1, code: 'unknown_intent' },
      { seq: 1, code: 'invalid', errors: [{ pointer: '/value' }, { pointer: '/extra' }] },
    ])
    expect(await world.intent(ann, 'act', { value: 1 }, { seq: 1 })).toMatchObject({ accepted: true })
    await world.beat()
    expect(results(ann).at(-1)).toMatchObject({ seq: 1, outcome: 'applied' })
  })

  test('[INT-3] so many of one player wait, and no more; the next tick makes room', async () => {
    const { world, ann } = await joined({ intentsPerPlayerMax: 3 })
    for (let index = 0; index < 3; index++) await world.intent(ann, 'act')
    expect(await world.intent(ann, 'act')).toMatchObject({
      accepted: false,
      refused: { code: 'queue_full', retryAfterMs: 100 },
    })
    await world.beat()
    expect(await world.intent(ann, 'act')).toMatchObject({ accepted: true })
    await world.beat()
    expect(await counted(world)).toBe(4)
  })

  test('[INT-3] so many of all players of a zone wait, and no more', async () => {
    const { world, ann } = await joined({ intentsPerZoneMax: 2 })
    const bob = world.open('bob')
    await world.watch(bob)
    await world.beat()
    await world.intent(ann, 'act')
    await world.intent(bob, 'act')
    for (const link of [ann, bob])
      expect(await world.intent(link, 'act')).toMatchObject({ refused: { code: 'queue_full' } })
  })

  test('[INT-5] all that was accepted at once is taken by the next step, in its order, and nothing twice', async () => {
    const seen: number[] = []
    const onTick = ({ intents }: ProbeContext) => {
      seen.push(...intents.map(({ payload }) => payload.value ?? 0))
      return {}
    }
    const zone = await testZone(probeModule({ onTick }))
    await zone.join('ann', 'bob')
    for (let value = 0; value < 20; value++) zone.intent(value % 3 === 0 ? 'ann' : 'bob', 'act', { value })
    await zone.tick(2)
    expect(seen).toEqual(Array.from({ length: 20 }, (_, value) => value))
  })

  test('[INT-6] a result comes only after the commit, before the frame of its tick', async () => {
    const { world, ann } = await joined()
    ann.player.messages.length = 0
    await world.intent(ann, 'act', {}, { seq: 1 })
    world.storage.faults.failNext({ operation: 'commit' })
    await world.beat()
    expect(ann.player.messages.map(({ type }) => type)).toEqual(['intent_received'])
    await world.beat()
    expect(ann.player.messages.slice(1)).toMatchObject([
      { type: 'intent_result', tick: 3 },
      { type: 'tick', tick: 3 },
    ])
    expect(await counted(world)).toBe(1)
  })
})

describe('sequence numbers', () => {
  test('[INT-4] one that is queued is not queued again; both askers get the result', async () => {
    const { world, ann } = await joined()
    const first = await world.intent(ann, 'act', {}, { seq: 7 })
    const second = await world.intent(ann, 'act', {}, { seq: 7 })
    expect(second).toMatchObject({ intentId: (first as { intentId: string }).intentId })
    await world.beat()
    expect(results(ann)).toMatchObject([
      { seq: 7, outcome: 'applied' },
      { seq: 7, duplicate: true },
    ])
    expect('duplicate' in (results(ann)[0] as object)).toBe(false)
    expect(await counted(world)).toBe(1)
  })

  test('[INT-4] [LIM-2] of one queued intent only so many resends wait', async () => {
    const { world, ann } = await joined({ duplicateWaitersMax: 2 })
    const receipts = []
    for (let send = 0; send < 4; send++) receipts.push(await world.intent(ann, 'act', {}, { seq: 1 }))
    expect(receipts.map(({ accepted }) => accepted)).toEqual([true, true, true, false])
  })

  test('[INT-4] [INT-6] one that is settled gets the recorded result: refusals too, after a restart too', async () => {
    const { world, ann } = await joined()
    await world.intent(ann, 'act', { value: 5 }, { seq: 1 })
    await world.intent(ann, 'act', { value: 1 }, { seq: 2 })
    await world.beat()
    world.restart()
    const again = world.open('ann')
    await world.watch(again)
    expect(again.player.messages[0]).toMatchObject({ type: 'subscribed', lastSeq: 2 })
    await world.intent(again, 'act', { value: 5 }, { seq: 1 })
    await world.intent(again, 'act', { value: 1 }, { seq: 2 })
    expect(results(again)).toMatchObject([
      { seq: 1, outcome: 'refused', code: 'not_five', details: { value: 5 }, tick: 2, duplicate: true },
      { seq: 2, outcome: 'applied', tick: 2, duplicate: true },
    ])
    await world.beat(2)
    expect(await counted(world)).toBe(2)
  })

  test('[INT-4] [CONN-3] who subscribes is told the highest number that waits, beside the highest that is settled', async () => {
    const { world, ann } = await joined()
    const told = async () => {
      const link = world.open('ann')
      await world.watch(link)
      return link.player.messages[0]
    }
    await world.intent(ann, 'act', {}, { seq: 3 })
    await world.intent(ann, 'act', {}, { seq: 5 })
    expect(await told()).toMatchObject({ type: 'subscribed', lastSeq: 0, queuedSeq: 5 })
    await world.beat()
    const after = await told()
    expect(after).toMatchObject({ lastSeq: 5 })
    expect(after).not.toHaveProperty('queuedSeq')
  })

  test('[INT-4] a zone that has paused since still tells results, and still queues nothing twice', async () => {
    const { world, ann } = await joined()
    await world.intent(ann, 'act', { value: 5 }, { seq: 1 })
    await world.beat()
    await world.intent(ann, 'act', {}, { seq: 2 })
    await world.host.pauseZone(world.zoneId)
    await world.intent(ann, 'act', { value: 5 }, { seq: 1 })
    expect(results(ann).slice(1)).toMatchObject([{ seq: 1, code: 'not_five', tick: 2, duplicate: true }])
    expect(await world.intent(ann, 'act', {}, { seq: 2 })).toMatchObject({ accepted: true })
    expect(await world.intent(ann, 'act', {}, { seq: 3 })).toMatchObject({ refused: { code: 'zone_paused' } })
    await world.host.resumeZone({ zoneId: world.zoneId, discardIntents: false })
    await world.beat()
    expect(results(ann).slice(3)).toMatchObject([
      { seq: 2, outcome: 'applied' },
      { seq: 2, duplicate: true },
    ])
    expect(await counted(world)).toBe(2)
  })

  test('[INT-4] one below the last that was never seen is stale_seq; one whose result is gone is seq_too_old', async () => {
    const { world, ann } = await joined({ settledSeqsMax: 4 })
    for (const seq of [2, 4, 6, 8, 10]) await world.intent(ann, 'act', {}, { seq })
    await world.beat()
    const codes = []
    for (const seq of [1, 2, 3, 4, 5, 11]) {
      const receipt = await world.intent(ann, 'act', {}, { seq })
      codes.push(receipt.accepted ? 'accepted' : receipt.refused.code)
    }
    expect(codes).toEqual(['seq_too_old', 'seq_too_old', 'seq_too_old', 'accepted', 'stale_seq', 'accepted'])
    await world.beat()
    expect(await counted(world)).toBe(6)
  })

  test('[INT-4] [LIM-2] the results of the last 64 are kept', async () => {
    const { world, ann } = await joined()
    for (let seq = 1; seq <= 130; seq++) {
      await world.intent(ann, 'act', {}, { seq })
      if (seq % 50 === 0) await world.beat()
    }
    await world.beat()
    const [member] = (await world.stored())?.members ?? []
    expect(member?.settled.map(({ seq }) => seq)).toEqual(Array.from({ length: 64 }, (_, index) => index + 67))
    expect(member?.lastSeq).toBe(130)
  })

  test('[INT-4] one that is queued above makes those below it stale, settled or not', async () => {
    const { world, ann } = await joined()
    await world.intent(ann, 'act', {}, { seq: 5 })
    expect(await world.intent(ann, 'act', {}, { seq: 3 })).toMatchObject({ refused: { code: 'stale_seq' } })
  })
})

test('[LOG-1] each settled intent has one row in the log, with what became of it', async () => {
  const module = probeModule({
    onTick: ({ intents }) => {
      if (intents.some(({ type }) => type === 'boom')) throw new Error('boom')
      const fives = intents.filter(({ payload }) => payload.value === 5)
      return { refuse: fives.map(({ id }) => ({ intentId: id, code: 'no', message: 'No.' })) }
    },
  })
  const world = await createWorld(module)
  const ann = world.open('ann')
  await world.watch(ann)
  await world.beat()
  for (const [type, payload] of [
    ['act', {}],
    ['act', { value: 5 }],
    ['boom', {}],
    ['fly', {}],
  ] as const)
    await world.intent(ann, type, payload)
  await world.beat(5)
  const rows = await world.host.readLog({ zoneId: world.zoneId, afterSeq: 0, limit: 10 })
  expect(rows.map(({ seq, type, result, code, playerId }) => [seq, type, result, code, playerId])).toEqual([
    [1, 'act', 'applied', null, 'ann'],
    [2, 'act', 'refused', 'no', 'ann'],
    [3, 'boom', 'failed', 'intent_failed', 'ann'],
  ])
})
