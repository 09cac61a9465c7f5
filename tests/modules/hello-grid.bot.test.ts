import type { BotContext, SeenEntity } from '@gridtick/client'
import { createBotRandom } from '@gridtick/client'
import { describe, expect, test } from 'vitest'
import { helloGridBot } from '../../modules/hello-grid/hello-grid.bot.ts'
import type { helloGrid } from '../../modules/hello-grid/hello-grid.ts'

type Context = BotContext<typeof helloGrid, undefined>
type Thing = SeenEntity<typeof helloGrid>

const walker = (id: string, ownerId: string, x: number, y: number): Thing => {
  return { id, kind: 'walker', x, y, ownerId, data: { name: id, pebbles: 0 } }
}
const pebble = (id: string, x: number, y: number): Thing => ({ id, kind: 'pebble', x, y, ownerId: null, data: {} })

/** A chance that never speaks, and always picks the first. */
const quiet = { ...createBotRandom(1, 1), float: () => 0.5, pick: <Item>(items: readonly Item[]) => items[0] as Item }

function act(things: readonly Thing[], more: Partial<Context> = {}) {
  const entities = new Map(things.map((thing) => [thing.id, thing]))
  return helloGridBot.act({
    ...{ view: { tick: 1, at: 0, extras: { pebblesLeft: 1 }, entities }, playerId: 'ann', memory: undefined },
    ...{ events: [], last: undefined, random: quiet, now: 0 },
    ...more,
  })
}

describe('a walker that plays by itself', () => {
  const ann = walker('a', 'ann', 5, 5)

  test('goes to the nearest pebble, by steps and not by distance', () => {
    const step = act([walker('b', 'bob', 0, 0), ann, pebble('far', 9, 5), pebble('near', 2, 2), pebble('below', 5, 5)])
    expect(step).toEqual({ type: 'step', payload: { dx: -1, dy: -1 } })
  })

  test('walks about where it sees none, or where somebody was in the way', () => {
    const about = { type: 'step', payload: { dx: -1, dy: -1 } }
    expect(act([ann, pebble('below', 5, 5)])).toEqual(about)
    const result = { outcome: 'refused', code: 'blocked', message: '', retryable: false } as const
    expect(act([ann, pebble('p', 9, 9)], { last: { intent: 'step', result } })).toEqual(about)
    expect(act([ann, pebble('p', 9, 9)])).toEqual({ type: 'step', payload: { dx: 1, dy: 1 } })
  })

  test('says something now and then, and nothing without a walker', () => {
    const talkative = { ...quiet, float: () => 0 }
    expect(act([ann], { random: talkative })).toEqual({ type: 'say', payload: { text: 'Hello!' } })
    expect(act([walker('b', 'bob', 5, 5)], { random: talkative })).toBeUndefined()
  })
})
