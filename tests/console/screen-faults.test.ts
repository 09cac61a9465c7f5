import { describe, expect, test } from 'vitest'
import { createGuardedListeners } from '../../apps/console/page/playground/game/guarded-listeners.ts'
import { isErrorOf } from '../../apps/console/page/playground/game/is-error-of.ts'

/** Something that calls its listeners one after the other, as a zone does. */
function fakeSource() {
  const listeners = new Set<(event: string) => unknown>()
  return {
    listeners,
    listen: (listener: (event: string) => unknown) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    tell: (event: string) => [...listeners].map((listener) => listener(event)),
  }
}

describe('what a screen listens to', () => {
  test('ends at once when the screen is taken away, and nothing can be added after that', () => {
    const { listen, listeners, tell } = fakeSource()
    const guarded = createGuardedListeners(() => {})
    const heard: string[] = []
    const listener = (event: string) => heard.push(event) > 0
    guarded.add({ listen, listener, otherwise: false })
    expect(tell('first')).toEqual([true])
    guarded.release()
    expect([listeners.size, heard]).toEqual([0, ['first']])
    // As a timer of a screen would that threw in the middle of its mounting.
    guarded.add({ listen, listener, otherwise: false })
    expect(listeners.size).toBe(0)
  })

  test('one that throws is told, and those whose turn comes next are not called', () => {
    const { listen, tell } = fakeSource()
    const failures: unknown[] = []
    const guarded = createGuardedListeners((error) => {
      failures.push(error)
      guarded.release()
    })
    const heard: string[] = []
    const fail = () => {
      throw new Error('a tick too many')
    }
    guarded.add({ listen, listener: fail, otherwise: undefined })
    guarded.add({ listen, listener: (event: string) => heard.push(event) > 0, otherwise: false })
    expect(tell('something')).toEqual([undefined, false])
    expect([failures, heard]).toEqual([[new Error('a tick too many')], []])
  })

  test('one that is stopped by the screen itself is gone', () => {
    const { listen, listeners } = fakeSource()
    const guarded = createGuardedListeners(() => {})
    const stop = guarded.add({ listen, listener: () => {}, otherwise: undefined })
    stop()
    expect(listeners.size).toBe(0)
    guarded.release()
  })
})

describe('whose an error of the page is', () => {
  const script = 'http://localhost/console/chess-AB12.js'
  const errorFrom = (...places: readonly string[]) =>
    Object.assign(new Error('no'), { stack: ['Error: no', ...places.map((place) => `    at f (${place})`)].join('\n') })

  test.each([
    ['the script itself', { filename: script, error: 'a text that was thrown' }, true],
    [
      'one that it called',
      { filename: '', error: errorFrom('http://localhost/console/a.js:1:2', `${script}:9:1`) },
      true,
    ],
    [
      'another script',
      { filename: 'http://localhost/console/go-CD34.js', error: errorFrom('http://localhost/console/go-CD34.js:1:1') },
      false,
    ],
    ['one whose name begins alike', { filename: `${script}.map`, error: errorFrom(`${script}.map:1:1`) }, false],
    ['nobody knows whom', { filename: '', error: null }, false],
  ] as const)('of %s', (_whose, event, isOfScript) => {
    expect(isErrorOf(script, event)).toBe(isOfScript)
  })
})
