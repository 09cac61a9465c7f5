import { testZone } from '@gridtick/testing'
import type { GameModule } from 'gridtick'
import { describe, expect, test } from 'vitest'
import { type ProbeContext, probeModule } from '../zone/probe-module.ts'

async function played(module: GameModule): Promise<Awaited<ReturnType<typeof testZone>>> {
  const zone = await testZone(module)
  await zone.join('ann')
  for (let tick = 0; tick < 3; tick++) {
    zone.intent('ann', 'act')
    await zone.tick()
  }
  return zone
}

describe('the replay check', () => {
  let kept = 0
  const clock = { ms: 0 }
  const impure: readonly (readonly [string, (context: ProbeContext) => number])[] = [
    ['Math.random', () => Math.random()],
    [
      'state kept in the module',
      () => {
        kept += 1
        return kept
      },
    ],
    [
      'a clock of its own',
      () => {
        clock.ms += 7
        return clock.ms
      },
    ],
    ['performance.now', () => performance.now()],
  ]

  test.each(impure)('[MOD-1] goes red at %s', async (_what, draw) => {
    const zone = await played(
      probeModule({ onTick: (context) => ({ update: [{ id: 'a', set: { data: { n: draw(context) } } }] }) }),
    )
    await expect(zone.expectSameReplay()).rejects.toThrow(/Tick 1 of probe gave another state/)
  })

  test('[MOD-1] passes for what depends on what it is given alone: also over crashes, failures and lost commits', async () => {
    const zone = await testZone(
      probeModule({
        onTick: ({ now, elapsedMs, random, newId, intents, tick }) => {
          if (intents.some(({ type }) => type === 'boom')) throw new Error('boom')
          if (tick % 4 === 0) return {}
          const n = (now % 1_000) + elapsedMs + random.int(0, 1_000)
          return { create: [{ id: newId('thing'), kind: 'thing', x: n % 10, y: 0, data: { n } }] }
        },
      }),
      { isQuiet: true },
    )
    await zone.join('ann', 'bob')
    for (const round of Array.from({ length: 20 }, (_, index) => index)) {
      zone.intent('ann', round % 5 === 0 ? 'boom' : 'act')
      zone.intent('bob', 'act')
      if (round % 3 === 0) zone.failNext('commit', { when: round % 2 === 0 ? 'before' : 'after' })
      if (round % 6 === 0) zone.failNext('settle')
      await zone.tick()
      if (round % 7 === 0) await zone.crash()
    }
    await zone.expectSameReplay()
  })
})
