import { describe, expect, test } from 'vitest'
import { createSignalHandler } from '../../apps/server/create-signal-handler.ts'

describe('a signal to stop', () => {
  function stopper() {
    const calls: string[] = []
    let now = 1_000
    const signal = createSignalHandler({
      stop: () => calls.push('stop'),
      stopAtOnce: () => calls.push('stop at once'),
      now: () => now,
    })
    return {
      calls,
      at(ms: number) {
        now = 1_000 + ms
        signal()
        return calls
      },
    }
  }

  test('that comes twice within half a second, as from npm and the terminal, is one', () => {
    const { at } = stopper()
    expect(at(0)).toEqual(['stop'])
    expect(at(3)).toEqual(['stop'])
    expect(at(499)).toEqual(['stop'])
  })

  test('given again later means: at once', () => {
    const { at } = stopper()
    at(0)
    at(3)
    expect(at(500)).toEqual(['stop', 'stop at once'])
  })
})
