import type { EngineHealth } from '@gridtick/engine/ports'
import { expect, test } from 'vitest'
import { healthWithin } from '../../../framework/server/src/zones/thread/health-within.ts'
import { createHeldClock, settle } from '../../gateway/gateway-fakes.ts'
import { health } from '../../rest/fake-host.ts'

test('[THREAD-5] zones that do not say how they are: what they said last, and no beat since', async () => {
  const { clock, advance, timers } = createHeldClock()
  const answers: Promise<EngineHealth>[] = []
  const ask = healthWithin({ ask: () => answers.shift() ?? new Promise(() => {}), clock })
  answers.push(Promise.resolve(health({ sinceBeatMs: 10, storage: 'slow' })))
  expect(await ask()).toMatchObject({ sinceBeatMs: 10, activeZones: 1 })

  let told: EngineHealth | undefined
  void ask().then((answer) => {
    told = answer
  })
  advance(999)
  await settle()
  expect(told).toBeUndefined()
  advance(1)
  await settle()
  expect(told).toMatchObject({ sinceBeatMs: 1_010, activeZones: 0, storage: 'slow' })

  answers.push(Promise.reject(new Error('the thread ended')))
  advance(5_000)
  expect(await ask()).toMatchObject({ sinceBeatMs: 6_010 })
  expect(timers()).toBe(0)
})
