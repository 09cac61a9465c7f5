import { setImmediate as nextTurn } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { createGuard } from '../../../framework/engine/src/guard/create-guard.ts'
import type { GuardedWork } from '../../../framework/engine/src/guard/guard.ts'
import { stopAfter } from '../../../framework/engine/src/guard/time-limit.ts'
import { type HookCall, RunningHook } from '../../../framework/engine/src/kernel/running-hook.ts'
import type { ModuleFault } from '../../../framework/engine/src/module/module-fault.ts'
import { systemClock } from '../../../framework/engine/src/ports/clock.ts'

const forever = (): never => {
  for (;;);
}
function workOf<Value>(run: () => Value, more: { call?: HookCall; moduleMsMax?: number } = {}): GuardedWork<Value> {
  const { call = { module: 'probe', hook: 'onTick', zoneId: 'a' }, moduleMsMax } = more
  return { module: { name: 'probe', ...(moduleMsMax === undefined ? {} : { moduleMsMax }) }, call, run }
}

/** A guard on a clock that works move on. It notes how long its slices might take; `loopMs` is how long they really may. */
function fakeGuard({ loopMs = 10_000 } = {}) {
  let time = 0
  let computed = 0
  const slices: number[] = []
  const running = new RunningHook()
  const guard = createGuard({
    running,
    limits: { moduleMsMax: 1_000, sliceMs: 20 },
    clock: { monotonic: () => time },
    computedMs: () => computed,
    timeLimit(ms, work) {
      slices.push(ms)
      return stopAfter(loopMs, work)
    },
  })
  const pass = (ms: number) => {
    time += ms
    computed += ms
  }
  const sleep = (ms: number) => {
    time += ms
  }
  return { guard, running, slices, pass, sleep }
}

const realGuard = (moduleMsMax = 30) => {
  const running = new RunningHook()
  return createGuard({
    running,
    limits: { moduleMsMax, sliceMs: 20 },
    clock: systemClock,
    computedMs: systemClock.monotonic,
  })
}
const faultOf = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error: ModuleFault) => error,
  )

describe('slices', () => {
  test('[BEAT-4] works run in their order, and many in one slice', async () => {
    const { guard, slices } = fakeGuard()
    const order: number[] = []
    const works = [1, 2, 3].map((number) => guard.run(workOf(() => order.push(number))))
    expect(order).toEqual([])
    await Promise.all(works)
    expect([order, slices]).toEqual([[1, 2, 3], [1_020]])
  })

  test('[BEAT-4] after sliceMs no more is taken up; the event loop has its turn before the rest', async () => {
    const { guard, slices, pass } = fakeGuard()
    let done = 0
    const work = () => {
      pass(12)
      done += 1
    }
    const works = Array.from({ length: 5 }, () => guard.run(workOf(work)))
    const counts = []
    for (let turn = 0; turn < 5; turn++) {
      await nextTurn()
      counts.push(done)
    }
    expect([counts, slices.length]).toEqual([[2, 4, 5, 5, 5], 3])
    await Promise.all(works)
  })

  test('[FAIL-7] who is stopped had the full time: works with another limit have slices of their own', async () => {
    const { guard, slices } = fakeGuard()
    const limits = [undefined, undefined, 5_000, 5_000, undefined]
    await Promise.all(
      limits.map((moduleMsMax) => guard.run(workOf(() => 1, moduleMsMax === undefined ? {} : { moduleMsMax }))),
    )
    expect(slices).toEqual([1_020, 5_020, 1_020])
  })

  test('[BEAT-4] several works that belong together are handed over slice by slice, in their order', async () => {
    const { guard, pass } = fakeGuard()
    const taken: number[][] = []
    const works = [1, 2, 3, 4, 5].map((number) =>
      workOf(() => {
        pass(9)
        return number
      }),
    )
    await guard.runEach(works, (outcomes) => taken.push(outcomes.map((outcome) => (outcome.ok ? outcome.value : 0))))
    expect(taken).toEqual([
      [1, 2, 3],
      [4, 5],
    ])
    await guard.runEach([], () => taken.push([]))
    expect(taken).toHaveLength(2)
  })

  test('what a work throws is its own result, and what a receiver throws its own trouble', async () => {
    const { guard } = fakeGuard()
    const broken = guard.run(
      workOf(() => {
        throw new RangeError('broken')
      }),
    )
    const other = guard.run(workOf(() => 'other'))
    await expect(broken).rejects.toThrow(RangeError)
    expect(await other).toBe('other')
    const receiver = guard.runEach([workOf(() => 1)], () => {
      throw new RangeError('no')
    })
    await expect(receiver).rejects.toThrow('no')
    expect(await guard.run(workOf(() => 2))).toBe(2)
  })

  test('[FAIL-12] guards do not nest', () => {
    const { guard } = fakeGuard()
    expect(() => guard.runNow(workOf(() => guard.runNow(workOf(() => 1))))).toThrow(/must not run guarded work/)
  })
})

describe('a stop', () => {
  const hangs: readonly (readonly [string, () => unknown])[] = [
    ['a loop', forever],
    [
      'a loop behind try and catch',
      () => {
        for (;;)
          try {
            throw new Error('again')
          } catch {}
      },
    ],
    [
      'a loop in a finally',
      () => {
        try {
          forever()
        } finally {
          forever()
        }
      },
    ],
    ['a comparator', () => [3, 2, 1].sort(forever)],
    ['a regular expression', () => /^(a+)+$/.test(`${'a'.repeat(40)}b`)],
    ['a toJSON', () => JSON.stringify({ toJSON: forever })],
    ['a getter', () => ({ ...new Proxy({ x: 1 }, { get: forever }) })],
    [
      'a recursion that never ends, and catches its own end',
      () => {
        const again = (): void => {
          try {
            again()
          } catch {
            again()
          }
        }
        again()
      },
    ],
  ]
  test.each(hangs)('[FAIL-7] ends %s; what waited behind it goes on', async (_name, hang) => {
    const guard = realGuard()
    const before = guard.run(workOf(() => 'before'))
    const hanging = faultOf(guard.run(workOf(hang)))
    const after = guard.run(workOf(() => 'after'))
    expect(await Promise.all([before, after])).toEqual(['before', 'after'])
    expect(await hanging).toMatchObject({ isStopped: true, hook: 'onTick' })
    expect(() => guard.runNow(workOf(hang))).toThrow(/did not return within 30 ms/)
    expect(guard.runNow(workOf(() => 'now'))).toBe('now')
  })

  test('[FAIL-7] names the innermost hook, the player and the time, and says what to do', async () => {
    const { guard, running, pass } = fakeGuard({ loopMs: 30 })
    const call = { module: 'probe', hook: 'getPlayerState', zoneId: 'a', playerId: 'ann' }
    const redaction = { ...call, hook: 'redactions.ghost' }
    const stuck = () => {
      running.enter(call)
      running.enter(redaction)
      pass(1_234)
      forever()
    }
    const fault = await faultOf(guard.run(workOf(stuck, { call })))
    expect(fault?.stoppedIn).toEqual(redaction)
    expect(fault?.message).toMatch(
      /^redactions\.ghost of probe did not return within 1,000 ms \(moduleMsMax\), and was stopped after 1,234 ms\. Look for .* moduleMsMax in defineModule$/,
    )
    expect(running.current()).toBeUndefined()
  })

  test('[FAIL-12] costs only the work that ran; those of its slice that had ended keep their results', async () => {
    const { guard, pass } = fakeGuard({ loopMs: 30 })
    const runs: string[] = []
    const run = (name: string) => () => runs.push(name)
    const first = guard.run(workOf(run('first')))
    const stuck = guard.runEach(
      [
        workOf(run('its first')),
        workOf(() => {
          pass(1_000)
          return forever()
        }),
        workOf(run('its last')),
      ],
      (outcomes) => runs.push(outcomes.map(({ ok }) => (ok ? 'ended' : 'stopped')).join()),
    )
    const last = guard.run(workOf(run('last')))
    await Promise.all([first, stuck, last])
    // What belongs to the stopped one comes after all others: it may be stopped again.
    expect(runs).toEqual(['first', 'its first', 'ended,stopped', 'last', 'its last', 'ended'])
  })

  test('[FAIL-7] one try more has what was stopped while the machine gave this process no time', async () => {
    const { guard, sleep, pass } = fakeGuard({ loopMs: 30 })
    let tries = 0
    const woken = () => {
      tries += 1
      if (tries > 1) return 'done'
      sleep(60_000)
      return forever()
    }
    expect(await guard.run(workOf(woken))).toBe('done')
    tries = 0
    const asleep = () => {
      tries += 1
      sleep(60_000)
      return forever()
    }
    expect(await faultOf(guard.run(workOf(asleep)))).toMatchObject({ isStopped: true })
    expect(tries).toBe(2)
    tries = 0
    const once = { ...workOf(asleep), isOnce: true } as const
    expect(await faultOf(guard.run(once))).toMatchObject({ isStopped: true })
    expect(tries).toBe(1)
    tries = 0
    const busy = () => {
      tries += 1
      pass(1_000)
      return forever()
    }
    expect(await faultOf(guard.run(workOf(busy)))).toMatchObject({ isStopped: true })
    expect(tries).toBe(1)
  })
})
