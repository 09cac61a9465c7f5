import { type LeakCheck, type LeakReport, type TestZone, testZone } from '@gridtick/testing'
import { everyone, players, refuse, seeing, visibleTo } from 'gridtick'
import { describe, expect, test } from 'vitest'
import { type ProbeContext, type ProbeEntity, type ProbeParts, probeModule } from '../../zone/probe-module.ts'

/** Each player has a thing, and sees that one alone. What bob does with his is hidden from ann. */
const own = ['ann', 'bob', 'cem'].map((ownerId, x) => ({
  id: ownerId,
  kind: 'thing',
  x,
  y: 1,
  ownerId,
  data: { n: 0 },
}))

/** An act adds to the count of the player's own thing: others see nothing of it. */
function counted({ intents }: Pick<ProbeContext, 'intents'>) {
  return {
    update: intents.map(({ playerId, payload }) => ({ id: playerId, inc: [[['data', 'n'], payload.value ?? 1]] })),
  }
}

const acts = ({ intents }: ProbeContext, playerId: string) => intents.filter((intent) => intent.playerId === playerId)
const hiddenSum = (entities: ProbeContext['entities']) =>
  entities.all().reduce((sum, { id, data }) => sum + (id === 'ann' ? 0 : Number(data.n)), 0)

const right: ProbeParts = {
  create: own,
  onTick: counted,
  getPlayerState: ({ base, playerId }) => ({ entities: base.entities.ownedBy(playerId) }),
}

/** All act now and then, and in some ticks nobody does. */
async function played(parts: ProbeParts, more: (zone: TestZone, tick: number) => void = () => {}): Promise<TestZone> {
  const zone = await testZone(probeModule({ ...right, ...parts }), { isQuiet: true })
  await zone.join('ann', 'bob', 'cem')
  for (let tick = 2; tick < 14; tick++) {
    if (tick % 2 === 0) zone.intent('ann', 'act', { value: tick })
    if (tick % 3 === 0) zone.intent('bob', 'act', { value: tick })
    if (tick % 4 === 0) zone.intent('cem', 'act')
    more(zone, tick)
    await zone.tick()
  }
  return zone
}

async function check(parts: ProbeParts, more: Omit<LeakCheck, 'viewer'> = {}): Promise<LeakReport> {
  return (await played(parts)).expectNoLeak({ viewer: 'ann', ...more })
}

const leaks: readonly (readonly [what: string, where: RegExp, parts: ProbeParts])[] = [
  [
    'an event to everyone on each hidden act',
    /through an event: \[0\]\n.*somebody_committed.*\n.*nothing\n.*(bob|cem)'s .* was dropped|nothing\n.*somebody_committed/,
    {
      onTick: (context) => ({
        ...counted(context),
        events: acts(context, 'bob').map(() => ({ event: 'somebody_committed', payload: null, to: everyone() })),
      }),
    },
  ],
  [
    'an event that names the viewer',
    /through an event: /,
    {
      onTick: (context) => ({
        ...counted(context),
        events: acts(context, 'cem').map(() => ({ event: 'psst', payload: null, to: players(['ann', 'bob']) })),
      }),
    },
  ],
  [
    'an event about what the viewer sees',
    /through an event: /,
    {
      onTick: (context) => ({
        ...counted(context),
        events: acts(context, 'bob').map(() => ({ event: 'shiver', payload: null, to: visibleTo('ann') })),
      }),
    },
  ],
  [
    'the moment of an event, ticks later',
    /through an event: /,
    {
      state: { round: 0 },
      onTick: (context) => ({
        ...counted(context),
        ...(acts(context, 'bob').length > 0 ? { state: { round: context.tick + 2 } } : {}),
        events: context.state.round === context.tick ? [{ event: 'bell', payload: null, to: everyone() }] : [],
      }),
    },
  ],
  [
    'sight that depends on hidden acts',
    /through an event: /,
    {
      onTick: (context) => ({
        ...counted(context),
        events: [{ event: 'drip', payload: null, to: seeing({ x: 5, y: 5 }) }],
      }),
      seesCell: ({ base, playerId }) => playerId === 'ann' && hiddenSum(base.entities) % 2 === 0,
    },
  ],
  [
    'extras that count all acts',
    /through the view: extras\.sum\n/,
    {
      getPlayerState: ({ base, playerId }) => ({
        entities: base.entities.ownedBy(playerId),
        extras: { sum: hiddenSum(base.entities) },
      }),
    },
  ],
  [
    'a number of the beat in the view, which is sent whenever something is stored',
    /through a frame: /,
    {
      onTick: (context) => (acts(context, 'bob').length > 0 ? counted(context) : {}),
      getPlayerState: ({ base, playerId }) => ({
        entities: base.entities.ownedBy(playerId),
        extras: { tick: base.tick },
      }),
    },
  ],
  [
    'the order of the view',
    /through the view: entities\[0\]/,
    {
      create: [...own, { ...own[0], id: 'ann2' }] as readonly ProbeEntity[],
      getPlayerState: ({ base, playerId }) => {
        const entities = base.entities.ownedBy(playerId)
        return { entities: hiddenSum(base.entities) % 2 === 0 ? entities : entities.toReversed() }
      },
    },
  ],
  [
    'a refusal that names what is hidden',
    /through an answer: \[\d\]\.details\.of\n/,
    {
      onTick: (context) => ({
        ...counted(context),
        refuse: acts(context, 'ann').map(({ id }) => ({
          ...{ intentId: id, code: 'no', message: 'No.' },
          details: { of: hiddenSum(context.entities) },
        })),
      }),
    },
  ],
  ['a query', /through the query ask \{\}: result\n/, { answer: ({ base }) => hiddenSum(base.entities) }],
  [
    'a view that fails',
    /through the view: [\s\S]*too much/,
    {
      getPlayerState: ({ base, playerId }) => {
        if (playerId === 'ann' && hiddenSum(base.entities) > 30) throw new Error('too much')
        return { entities: base.entities.ownedBy(playerId) }
      },
    },
  ],
  [
    'the end of the game',
    /through a message: \[0\]/,
    {
      onTick: (context) => ({
        ...counted(context),
        ...(hiddenSum(context.entities) > 25 ? { end: { result: 1 } } : {}),
      }),
    },
  ],
  [
    'how many play, over REST',
    /through the zone over REST: players\.members\n/,
    {
      onTick: (context) => ({
        ...counted(context),
        removePlayers: acts(context, 'bob').some(({ payload }) => payload.value === 9) ? ['cem'] : [],
      }),
    },
  ],
]

describe('the leak check varies what others do', () => {
  test('[FOG-4] passes where nothing leaks, and says how much it varied', async () => {
    const { intents, text } = await check({})
    expect(intents).toMatchObject({ possible: 30, run: 30, compared: 30, leftOut: [] })
    expect(intents.ticksCompared).toBeGreaterThan(150)
    expect(text).toContain("30 variations of others' intents were run (of 30 possible ones); 30 of them were compared")
  })

  test.each(leaks)('[FOG-4] goes red at a leak through %s', async (_what, where, parts) => {
    const found = check(parts)
    await expect(found).rejects.toThrow(/^ann can notice something hidden at tick \d+, through /)
    await expect(found).rejects.toThrow(where)
  })

  test('[FOG-4] goes red where the answer to a join gives away hidden acts', async () => {
    const canJoin: ProbeParts['canJoin'] = ({ base, player }) =>
      player.playerId === 'zoe' ? refuse('no', `No. ${hiddenSum(base.entities)}`) : { accepted: true }
    const zone = await played({ canJoin })
    await zone.join('zoe')
    await expect(zone.expectNoLeak({ viewer: 'zoe' })).rejects.toThrow(/through an answer: \[0\]/)
  })

  test('[FOG-4] runs on over crashes, lost sockets and commits that fail', async () => {
    const story = (zone: TestZone, tick: number) => {
      if (tick === 5) zone.disconnect('bob')
      if (tick === 7) zone.reconnect('bob')
      if (tick === 8) zone.failNext('commit')
      if (tick === 11) zone.disconnect('ann')
      if (tick === 12) zone.reconnect('ann')
    }
    const zone = await played({}, story)
    zone.intent('ann', 'act')
    await zone.tick()
    await zone.crash()
    await zone.tick()
    zone.intent('bob', 'act')
    await zone.tick()
    const { intents } = await zone.expectNoLeak({ viewer: 'ann' })
    expect(intents.compared).toBeGreaterThan(25)
    await expect((await played(leaks[0]?.[2] ?? {}, story)).expectNoLeak({ viewer: 'ann' })).rejects.toThrow(/an event/)
  })
})
