import type { TestZone } from '@gridtick/testing'
import { describe, expect, test } from 'vitest'
import type { Mailbox } from '../../../../modules/space-combat/kinds.ts'
import { size } from '../../../lanes/size.ts'
import { answer, ask, told, withCaptains } from '../captains.ts'
import { alsoKnows, mayKnow } from '../may-know.ts'

const toAll = (content: string) => ({ scope: 'broadcast', content })
const to = (toPlayerId: string, content: string) => ({ scope: 'direct', toPlayerId, content })

function chatting(names: readonly string[], chat: object = {}) {
  return withCaptains(names, { balance: { chat: { intervalMs: 0, ...chat } } })
}

type Heard = { readonly id: number; readonly content: string }

function read(zone: TestZone, name: string, input: object = {}): readonly Heard[] {
  return answer(zone, name, 'messages', input).messages as readonly Heard[]
}

const contents = (messages: readonly Heard[]) => messages.map(({ content }) => content)
const ids = (messages: readonly Heard[]) => messages.map(({ id }) => id)

describe('what others write to each other', () => {
  test.each(['ann', 'eve'])('[FOG-4] cannot be noticed by %s, whatever is kept', async (viewer) => {
    const names = ['ann', 'bob', 'cem', 'dan', 'eve'] as const
    const zone = await chatting(names, { keptMax: 4 })
    const after = (from: number, steps: number) => names[(from + steps) % names.length] as string
    for (let turn = 0; turn < 15; turn++) {
      for (const [at, name] of names.entries()) {
        if ((turn + at) % 4 === 0) zone.intent(name, 'send_message', toAll(`${name} ${turn}`))
        else zone.intent(name, 'send_message', to(after(at, 1 + (turn % 4)), `${name} ${turn}, for one`))
      }
      await zone.tick()
    }
    const { intents } = await zone.expectNoLeak({
      viewer,
      variants: size({ usual: 16, long: 100 }),
      mayKnow,
      alsoKnows,
      queries: [{ name: 'messages' }],
    })
    expect(intents.compared).toBeGreaterThan(5)
    expect(zone.faults()).toEqual([])
  })

  test('[INV-V5] moves no id, and pushes out no message of anybody else', async () => {
    const zone = await chatting(['ann', 'bob', 'eve'], { keptMax: 3 })
    await ask(zone, 'eve', 'send_message', toAll('hello'))
    for (let turn = 0; turn < 5; turn++) {
      await ask(zone, 'ann', 'send_message', to('bob', 'psst'))
      await ask(zone, 'bob', 'send_message', to('ann', 'what?'))
    }
    await ask(zone, 'ann', 'send_message', toAll('good night'))
    expect(read(zone, 'eve')).toMatchObject([
      { id: 1, content: 'hello' },
      { id: 3, content: 'good night' },
    ])
    expect(ids(told(zone, 'eve', 'chat.message') as Heard[])).toEqual([1, 3])
  })
})

describe('direct messages', () => {
  test('[INV-G4] the newest of each captain are kept, whatever others write', async () => {
    const zone = await chatting(['ann', 'bob', 'cem'], { directKeptMax: 3 })
    await ask(zone, 'cem', 'send_message', to('ann', 'from cem'))
    for (const content of ['a', 'b', 'c', 'd']) await ask(zone, 'ann', 'send_message', to('bob', content))
    await zone.crash()
    expect(contents(read(zone, 'ann'))).toEqual(['b', 'c', 'd'])
    expect(contents(read(zone, 'bob'))).toEqual(['b', 'c', 'd'])
    expect(contents(read(zone, 'cem'))).toEqual(['from cem'])
    expect(zone.entities.ofKind('mailbox').map(({ ownerId }) => ownerId)).toEqual(['ann', 'bob', 'cem'])
  })

  test('[INV-G4] fit into one entity, however long they are; the last one stays', async () => {
    const config = { lengthMax: 2_000, directKeptMax: 100 }
    const zone = await chatting(['ann', 'bob'], config)
    // Of all that can be typed, these take most room: as JSON, and as bytes.
    for (const worst of ['\u0001', '\u4e16']) {
      for (let count = 0; count < 12; count++)
        await ask(zone, 'ann', 'send_message', to('bob', `x${worst.repeat(1_999)}`))
      const { letters } = (zone.entities.get('mailbox:bob') as unknown as Mailbox).data
      expect(letters.length).toBeGreaterThan(0)
      expect(letters.length).toBeLessThan(12)
    }
    expect(zone.faults()).toEqual([])
    const narrow = await chatting(['ann', 'bob'], { directCharactersMax: 1 })
    for (const content of ['one', 'two']) await ask(narrow, 'ann', 'send_message', to('bob', content))
    expect(contents(read(narrow, 'bob'))).toEqual(['two'])
  })

  test('to oneself there is one, and it is heard once', async () => {
    const zone = await chatting(['ann'])
    await ask(zone, 'ann', 'send_message', to('ann', 'note'))
    expect(read(zone, 'ann')).toHaveLength(1)
    expect(told(zone, 'ann', 'chat.message')).toHaveLength(1)
  })
})

describe('the order of messages', () => {
  test('is that in which they were sent, in one tick too; no id comes twice', async () => {
    const zone = await chatting(['ann', 'bob', 'cem'])
    zone.intent('ann', 'send_message', to('bob', '1'))
    zone.intent('cem', 'send_message', toAll('2'))
    zone.intent('cem', 'send_message', to('bob', '3'))
    zone.intent('bob', 'send_message', to('ann', '4'))
    zone.intent('bob', 'send_message', toAll('5'))
    await zone.tick()
    await ask(zone, 'ann', 'send_message', to('bob', '6'))
    expect(contents(read(zone, 'bob'))).toEqual(['1', '2', '3', '4', '5', '6'])
    expect(contents(read(zone, 'ann'))).toEqual(['1', '2', '4', '5', '6'])
    for (const name of ['ann', 'bob', 'cem']) {
      expect(read(zone, name).map(({ id }) => id)).toEqual(ids(told(zone, name, 'chat.message') as Heard[]))
      expect(new Set(ids(read(zone, name))).size).toBe(read(zone, name).length)
    }
  })

  test('holds behind `sinceId` too; behind one that is kept no more, all are shown', async () => {
    const zone = await chatting(['ann', 'bob'], { keptMax: 2, directKeptMax: 2 })
    await ask(zone, 'ann', 'send_message', toAll('1'))
    for (const content of ['2', '3']) await ask(zone, 'ann', 'send_message', to('bob', content))
    await ask(zone, 'ann', 'send_message', toAll('4'))
    const [first, second] = ids(read(zone, 'bob'))
    expect(contents(read(zone, 'bob', { sinceId: first }))).toEqual(['2', '3', '4'])
    expect(contents(read(zone, 'bob', { sinceId: second }))).toEqual(['3', '4'])
    await ask(zone, 'ann', 'send_message', toAll('5'))
    expect(contents(read(zone, 'bob', { sinceId: first }))).toEqual(['2', '3', '4', '5'])
  })
})
