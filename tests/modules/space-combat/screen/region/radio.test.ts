import { describe, expect, test } from 'vitest'
import { whenChanged } from '../../../../../modules/space-combat/screen/controls/when-changed.ts'
import { bounds, withNewest } from '../../../../../modules/space-combat/screen/region/bounds.ts'
import { withCaptain } from '../../../../../modules/space-combat/screen/region/captains.ts'
import { createRadio } from '../../../../../modules/space-combat/screen/region/radio.ts'
import { createServerClock } from '../../../../../modules/space-combat/screen/region/server-clock.ts'
import { refusalWords } from '../../../../../modules/space-combat/screen/words/refusal-words.ts'

const said = { timestamp: '2030-01-01T00:00:00.000Z', fromName: 'bob', fromPlayerId: 'b' }

function messagesAfter(sinceId: number, newest: number) {
  const numbers = Array.from({ length: newest - sinceId }, (_, index) => sinceId + index + 1)
  return {
    messages: numbers.map((id) => ({ ...said, id, type: 'broadcast' as const, content: `${id}` })),
  }
}

describe('the radio', () => {
  test('asks only for what it has not got, and keeps the newest', async () => {
    const asked: number[] = []
    let newest = 3
    const radio = createRadio({
      ask(sinceId) {
        asked.push(sinceId)
        // One more than was asked for: what is known already is not told twice.
        return Promise.resolve(messagesAfter(Math.max(0, sinceId - 1), newest))
      },
      onChange() {},
    })
    await radio.fetchNew()
    newest = 5
    await radio.fetchNew()
    expect(radio.messages.map(({ id }) => id)).toEqual([1, 2, 3, 4, 5])
    newest = 5 + bounds.messagesMax
    await radio.fetchNew()
    expect(asked).toEqual([0, 3, 5])
    expect(radio.messages).toHaveLength(bounds.messagesMax)
    expect(radio.messages.at(-1)).toMatchObject({ id: newest, fromId: 'b', isDirect: false })
  })

  test('takes each message once, in the order of the answers, however their ids are counted', async () => {
    const message = (id: number, second: number) => {
      const timestamp = `2030-01-01T00:00:0${second}.000Z`
      return { ...said, id, timestamp, type: 'direct' as const, content: `${id}` }
    }
    const answers = [[message(1, 1), message(3, 2)], [message(2, 3)], [message(1, 1), message(3, 2), message(5, 4)]]
    const asked: number[] = []
    const radio = createRadio({
      ask(sinceId) {
        asked.push(sinceId)
        return Promise.resolve({ messages: answers[asked.length - 1] ?? [] })
      },
      onChange() {},
    })
    for (const _ of answers) await radio.fetchNew()
    expect(asked).toEqual([0, 3, 2])
    expect(radio.messages.map(({ id }) => id)).toEqual([1, 3, 2, 5])
  })

  test('asked while it asks, it looks once more afterwards and no more often; a failure is got over', async () => {
    const answers: ((isGood: boolean) => void)[] = []
    const radio = createRadio({
      ask: (sinceId) =>
        new Promise((resolve, reject) => {
          answers.push((isGood) =>
            isGood ? resolve(messagesAfter(sinceId, sinceId + 1)) : reject(new Error('closed')),
          )
        }),
      onChange() {},
    })
    const done = radio.fetchNew()
    void radio.fetchNew()
    void radio.fetchNew()
    answers[0]?.(true)
    await new Promise((resolve) => setImmediate(resolve))
    expect(answers).toHaveLength(2)
    answers[1]?.(false)
    await done
    expect(radio.messages).toHaveLength(1)
    void radio.fetchNew()
    expect(answers).toHaveLength(3)
  })
})

describe('small parts', () => {
  test('the time of the server is that of the frame that was least late; before any, the own', () => {
    let local = 10_000
    const clock = createServerClock(() => local)
    expect(clock.now()).toBe(10_000)
    clock.hear(14_500)
    clock.hear(15_000)
    clock.hear(13_000)
    expect(clock.now()).toBe(15_000)
    local = 11_000
    expect(clock.now()).toBe(16_000)
    for (let frame = 0; frame < 40; frame += 1) clock.hear(local - 2_000)
    expect(clock.now()).toBe(9_000)
  })

  test('a part is drawn again only when something of it is another object', () => {
    const drawn: unknown[][] = []
    const draw = whenChanged((...inputs: unknown[]) => drawn.push(inputs))
    const own = {}
    draw(own, 1)
    draw(own, 1)
    draw({}, 1)
    draw({}, Number.NaN)
    expect(drawn).toHaveLength(3)
  })

  test('lists forget the oldest, and captains whom one met first', () => {
    expect(withNewest([1, 2, 3], 4, 3)).toEqual([2, 3, 4])
    let captains: ReadonlyMap<string, string> = new Map()
    for (let id = 0; id <= bounds.captainsMax; id += 1) captains = withCaptain(captains, String(id), 'x')
    expect(captains.size).toBe(bounds.captainsMax)
    expect(captains.has('0')).toBe(false)
    expect(withCaptain(captains, '5', 'x')).toBe(captains)
    expect(withCaptain(captains, '5', 'y').get('5')).toBe('y')
  })

  test('a refusal says what helps where that is known', () => {
    expect(refusalWords({ code: 'stale_round', message: 'This is round 2.' })).toBe(
      'This is round 2. Choose again for this one.',
    )
    expect(refusalWords({ code: 'no_port', message: 'No port here.' })).toBe('No port here.')
  })
})
