import { setImmediate as nextTask } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { type HookCall, RunningHook } from '../../framework/engine/src/kernel/running-hook.ts'

const tick = { module: 'garden', hook: 'onTick', zoneId: 'z1' }
const view = { module: 'garden', hook: 'getPlayerState', zoneId: 'z1', playerId: 'ann' }
const redaction = { module: 'garden', hook: 'redactions.ghost', zoneId: 'z1', playerId: 'ann' }

describe('who runs module code', () => {
  test('is known while it runs, the innermost one, and nobody is outside', () => {
    const running = new RunningHook()
    const seen: (HookCall | undefined)[] = [running.current()]
    running.run(view, () => {
      seen.push(running.current())
      running.run(redaction, () => seen.push(running.current()))
      seen.push(running.current())
    })
    expect([...seen, running.current()]).toEqual([undefined, view, redaction, view, undefined])
  })

  test('is left also by what throws, and by what is stopped and never comes to its end', () => {
    const running = new RunningHook()
    const fail = () => {
      throw new Error('broken')
    }
    expect(() => running.run(tick, fail)).toThrow('broken')
    expect(running.current()).toBeUndefined()
    running.enter(view)
    running.enter(redaction)
    running.leaveAll()
    expect(running.current()).toBeUndefined()
  })

  test('is kept as the last one through what its promises do, and forgotten with the next task of the event loop', async () => {
    const running = new RunningHook()
    running.run(tick, () => {})
    await Promise.resolve()
    expect(running.last()).toBe(tick)
    await nextTask()
    expect(running.last()).toBeUndefined()
  })

  test('is shown to a mirror, which is cleared when nothing of it is left', async () => {
    const shown: string[] = []
    const running = new RunningHook({
      mirror: {
        show: ({ hook }) => shown.push(hook),
        leave: () => shown.push('left'),
        clear: () => shown.push('nobody'),
      },
    })
    running.run(view, () => running.run(redaction, () => {}))
    running.run(tick, () => {})
    expect(shown).toEqual(['getPlayerState', 'redactions.ghost', 'getPlayerState', 'left', 'onTick', 'left'])
    await nextTask()
    expect(shown.at(-1)).toBe('nobody')
  })
})
