import { testZone } from '@gridtick/testing'
import { accept, refuse } from 'gridtick'
import { describe, expect, test } from 'vitest'
import { type ProbeContext, probeModule } from './probe-module.ts'
import { createWorld, storyOf } from './world.ts'

/** Tells what it heard of memberships, a list for each tick with one; removes whom it is told to. */
function chronicle(removing: (context: ProbeContext) => readonly string[] = () => []) {
  const heard: string[][] = []
  const onTick = (context: ProbeContext) => {
    if (context.membership.length > 0)
      heard.push(context.membership.map(({ playerId, change }) => `${playerId} ${change}`))
    return { removePlayers: removing(context) }
  }
  return { module: probeModule({ onTick }), heard }
}

describe('joining', () => {
  test('[MOD-13] canJoin is asked once for each who is no member, on the members so far: a cap holds exactly', async () => {
    const asked: string[] = []
    const canJoin = ({ base, player }: { base: { players: readonly unknown[] }; player: { playerId: string } }) => {
      asked.push(`${player.playerId} at ${base.players.length}`)
      return base.players.length < 2 ? accept() : refuse('zone_full', 'Two fit in here.', { max: 2 })
    }
    const zone = await testZone(probeModule({ canJoin }))
    await zone.join('ann', 'bob', 'cem')
    expect(zone.players.map(({ playerId }) => playerId)).toEqual(['ann', 'bob'])
    expect(zone.refusals('cem')).toEqual([{ code: 'zone_full', message: 'Two fit in here.' }])
    zone.leave('ann')
    await zone.join('cem')
    expect(zone.players.map(({ playerId }) => playerId)).toEqual(['bob', 'cem'])
    expect(asked).toEqual(['ann at 0', 'bob at 1', 'cem at 2', 'cem at 1'])
  })

  test('[CONN-3] a new member is first shown the tick that commits the join; a member the last one, at once', async () => {
    const world = await createWorld(chronicle().module)
    const ann = world.open('ann')
    await world.watch(ann)
    expect(storyOf(ann)).toEqual([])
    world.storage.faults.failNext({ operation: 'commit' })
    await world.beat()
    expect(storyOf(ann)).toEqual([])
    await world.beat()
    expect(storyOf(ann)).toEqual(['subscribed', 'tick 2'])
    const again = world.open('ann')
    await world.watch(again)
    expect(again.player.messages).toMatchObject([
      { type: 'subscribed', lastSeq: 0, ref: 'w' },
      { tick: 2, full: true },
    ])
  })

  test('[CONN-3] a membership is told by the tick that stored its join: over restarts the same, after a leave another', async () => {
    const removing = ({ intents }: ProbeContext) => intents.map(({ playerId }) => playerId)
    const world = await createWorld(chronicle(removing).module)
    const told = async () => {
      const link = world.open('ann')
      await world.watch(link)
      // A leave that the module has not heard of yet goes first.
      await world.beat(2)
      return { link, ...(link.player.messages[0] as { memberSince?: number }) }
    }
    const first = await told()
    expect(first.memberSince).toBe(1)
    world.drop(first.link)
    await world.beat()
    expect(await told()).toMatchObject({ memberSince: 1 })
    world.restart()
    const again = await told()
    expect(again.memberSince).toBe(1)

    // Removed by the module; left; left while the zone rests, which is no tick: each time another begins.
    await world.intent(again.link, 'act')
    await world.beat()
    const second = await told()
    await world.leave(second.link)
    await world.beat()
    const third = await told()
    await world.host.pauseZone(world.zoneId)
    await world.leave(third.link)
    await world.host.resumeZone({ zoneId: world.zoneId, discardIntents: false })
    const fourth = await told()
    const stored = (await world.stored())?.members
    expect(stored).toMatchObject([{ playerId: 'ann', memberSince: fourth.memberSince }])
    const all = [first, second, third, fourth].map(({ memberSince = 0 }) => memberSince)
    expect(all).toEqual([...new Set(all)].sort((one, other) => one - other))
  })

  test('[CONN-3] one who looks on without being a member has no membership to be told', async () => {
    const world = await createWorld(chronicle().module)
    await world.host.pauseZone(world.zoneId)
    const operator = world.open('operator')
    await world.watch(operator, 'full', 'debug')
    expect(operator.player.messages[0]).toMatchObject({ type: 'subscribed', lastSeq: 0 })
    expect(operator.player.messages[0]).not.toHaveProperty('memberSince')
  })

  test('[ZONE-2] an operator is told the members, in the order of their ids, and who has lost the socket', async () => {
    const world = await createWorld(chronicle().module)
    const bob = world.open('bob')
    await world.watch(bob)
    await world.watch(world.open('ann'))
    await world.beat()
    world.host.connectionClosed({ connectionId: bob.id, zoneIds: [world.zoneId] })
    await world.beat()
    const listed = await world.host.listPlayers(world.zoneId)
    expect(listed).toMatchObject({
      ok: true,
      value: [
        { playerId: 'ann', disconnectedAt: null },
        { playerId: 'bob', disconnectedAt: expect.any(Number) },
      ],
    })
    expect(await world.host.listPlayers('nowhere')).toMatchObject({ ok: false, refused: { code: 'not_found' } })
  })

  test('[LIM-2] beyond the limit of the server a join is refused overloaded', async () => {
    const zone = await testZone(probeModule(), { limits: { membersMax: 1 } })
    await zone.join('ann', 'bob')
    expect(zone.refusals('bob')).toMatchObject([{ code: 'overloaded' }])
  })

  test('[ZONE-2] two connections of one player that wait for one join both get it, and it counts once', async () => {
    const { module, heard } = chronicle()
    const world = await createWorld(module)
    const [one, other] = [world.open('ann'), world.open('ann')]
    await world.watch(one)
    await world.watch(other)
    await world.beat()
    expect([storyOf(one), storyOf(other)]).toEqual([
      ['subscribed', 'tick 1'],
      ['subscribed', 'tick 1'],
    ])
    expect(heard).toEqual([['ann joined']])
  })
})

describe('leaving', () => {
  test('[MOD-14] removePlayers ends memberships: told to the players, no more frames, intents refused', async () => {
    const { module } = chronicle(({ intents }) => intents.map(({ playerId }) => playerId))
    const zone = await testZone(module)
    await zone.join('ann', 'bob')
    zone.intent('ann', 'act', {}, { seq: 1 })
    await zone.tick()
    expect(zone.players.map(({ playerId }) => playerId)).toEqual(['bob'])
    expect(zone.messages('ann').slice(-2)).toMatchObject([
      { type: 'intent_result', outcome: 'applied' },
      { type: 'unsubscribed', reason: 'removed' },
    ])
    zone.intent('ann', 'act')
    expect(zone.refusals('ann')).toMatchObject([{ code: 'not_a_member' }])
  })

  test('[MOD-14] one who is removed in the tick of the join was never stored', async () => {
    const { module } = chronicle(({ membership }) => membership.map(({ playerId }) => playerId))
    const world = await createWorld(module)
    const ann = world.open('ann')
    await world.watch(ann)
    await world.beat(2)
    expect((await world.stored())?.members).toEqual([])
    expect(storyOf(ann)).toEqual(['subscribed', 'unsubscribed'])
  })

  test('[ZONE-2] unsubscribing ends no membership', async () => {
    const { module, heard } = chronicle()
    const world = await createWorld(module)
    const ann = world.open('ann')
    await world.watch(ann)
    await world.beat()
    await world.host.unsubscribe({ connectionId: ann.id, zoneId: world.zoneId })
    await world.beat()
    expect((await world.stored())?.members).toMatchObject([{ playerId: 'ann' }])
    expect(heard).toEqual([['ann joined'], ['ann disconnected']])
  })
})

describe('presence', () => {
  test('[CONN-1] a lost socket is `disconnected`, not left; another one `connected`', async () => {
    const { module, heard } = chronicle()
    const zone = await testZone(module, { startMs: 1_000 })
    await zone.join('ann')
    zone.disconnect('ann')
    await zone.tick()
    expect(zone.players).toMatchObject([{ playerId: 'ann', disconnectedAt: 1_200 }])
    zone.reconnect('ann')
    await zone.tick()
    expect(zone.players).toMatchObject([{ disconnectedAt: null }])
    expect(heard).toEqual([['ann joined'], ['ann disconnected'], ['ann connected']])
  })

  test('[CONN-1] lost and back within one tick is nothing', async () => {
    const { module, heard } = chronicle()
    const zone = await testZone(module)
    await zone.join('ann')
    zone.disconnect('ann')
    zone.reconnect('ann')
    await zone.tick()
    expect(heard).toEqual([['ann joined']])
  })

  test('[CONN-1] a newer connection takes over; the late end of the old one changes nothing', async () => {
    const { module, heard } = chronicle()
    const world = await createWorld(module)
    const old = world.open('ann')
    await world.watch(old)
    await world.beat()
    const young = world.open('ann')
    await world.watch(young)
    world.drop(old)
    world.drop(old)
    await world.beat()
    expect(heard).toEqual([['ann joined']])
    expect((await world.stored())?.members).toMatchObject([{ disconnectedAt: null }])
  })

  test('[CONN-1] who lost the socket before the join was committed is a member, and disconnected', async () => {
    const { module, heard } = chronicle()
    const world = await createWorld(module)
    const ann = world.open('ann')
    await world.watch(ann)
    world.drop(ann)
    await world.beat()
    expect(heard).toEqual([['ann joined', 'ann disconnected']])
  })

  test('[DUR-1] who does not come back after a crash counts as lost, once the grace is over', async () => {
    const { module, heard } = chronicle()
    const world = await createWorld(module, { limits: { presenceGraceMs: 300 } })
    const [ann, bob] = [world.open('ann'), world.open('bob')]
    await world.watch(ann)
    await world.watch(bob)
    await world.beat()
    world.restart()
    heard.length = 0
    const back = world.open('bob')
    await world.watch(back)
    await world.beat(2)
    expect(heard).toEqual([])
    await world.beat(2)
    expect(heard).toEqual([['ann disconnected']])
  })
})
