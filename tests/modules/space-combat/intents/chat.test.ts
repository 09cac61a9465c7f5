import { describe, expect, test } from 'vitest'
import { answer, ask, told, withCaptains } from '../captains.ts'

const broadcast = (content: string) => ({ scope: 'broadcast', content })
const direct = (toPlayerId: string, content: string) => ({ scope: 'direct', toPlayerId, content })

function contents(messages: unknown): string[] {
  return (messages as { content: string }[]).map(({ content }) => content)
}

describe('send_message', () => {
  test('[S19] a broadcast reaches everybody, the sender too, wherever they are', async () => {
    const zone = await withCaptains(['ann', 'bob', 'far'])
    await ask(zone, 'far', 'move', { toSector: 1 })
    await ask(zone, 'ann', 'send_message', broadcast('hi all'))
    const timestamp = '2030-01-01T00:00:01.500Z'
    for (const name of ['ann', 'bob', 'far'])
      expect(told(zone, name, 'chat.message')).toEqual([
        { id: 1, timestamp, type: 'broadcast', fromName: 'ann', content: 'hi all' },
      ])
  })

  test('[INV-V5] a direct message reaches its two ends, and nobody else', async () => {
    const zone = await withCaptains(['ann', 'bob', 'eve'])
    await ask(zone, 'bob', 'move', { toSector: 1 })
    await ask(zone, 'ann', 'send_message', direct('bob', 'psst'))
    for (const name of ['ann', 'bob'])
      expect(told(zone, name, 'chat.message')).toMatchObject([{ type: 'direct', toName: 'bob', content: 'psst' }])
    expect(JSON.stringify(zone.messages('eve'))).not.toContain('psst')
    expect(answer(zone, 'eve', 'messages')).toEqual({ messages: [] })
  })

  test('[5.4] blank, too long, to nobody, to an unknown captain: refused, and none of it costs the turn', async () => {
    const zone = await withCaptains(['ann'])
    expect(await ask(zone, 'ann', 'send_message', broadcast(' \n\t '))).toBe('blank_message')
    expect(await ask(zone, 'ann', 'send_message', broadcast('x'.repeat(513)))).toBe('too_long')
    expect(zone.refusals('ann').at(-1)?.details).toEqual({ length: 513, lengthMax: 512 })
    expect(await ask(zone, 'ann', 'send_message', { scope: 'direct', content: 'hi' })).toBe('no_recipient')
    expect(await ask(zone, 'ann', 'send_message', direct('nobody', 'hi'))).toBe('no_such_captain')
    expect(await ask(zone, 'ann', 'send_message', broadcast('x'.repeat(512)))).toBeUndefined()
    expect(told(zone, 'ann', 'chat.message')).toHaveLength(1)
  })

  test('[5.4] characters are counted as people count them', async () => {
    const zone = await withCaptains(['ann'])
    expect(await ask(zone, 'ann', 'send_message', broadcast('🚀'.repeat(512)))).toBeUndefined()
  })

  test('[S19] one message a second for each captain; a refused one does not prolong the wait', async () => {
    const zone = await withCaptains(['ann', 'bob'])
    zone.intent('ann', 'send_message', broadcast('one'))
    zone.intent('ann', 'send_message', broadcast('two at once'))
    zone.intent('bob', 'send_message', broadcast('mine'))
    await zone.tick()
    expect(zone.refusals('ann')).toMatchObject([{ code: 'too_often', details: { retryAfterMs: 1_000 } }])
    expect(await ask(zone, 'ann', 'send_message', broadcast('too soon'))).toBe('too_often')
    expect(await ask(zone, 'ann', 'send_message', broadcast('in time'))).toBeUndefined()
    expect(contents(told(zone, 'bob', 'chat.message'))).toEqual(['one', 'mine', 'in time'])
  })
})

describe('messages', () => {
  test('[INV-G4] the newest are kept, and survive a crash', async () => {
    const zone = await withCaptains(['ann'], { balance: { chat: { keptMax: 3, intervalMs: 0 } } })
    for (const content of ['a', 'b', 'c', 'd', 'e']) zone.intent('ann', 'send_message', broadcast(content))
    await zone.tick()
    await zone.crash()
    const { messages } = answer(zone, 'ann', 'messages')
    expect(contents(messages)).toEqual(['c', 'd', 'e'])
    expect(zone.entities.ofKind('message')).toHaveLength(3)
    await ask(zone, 'ann', 'send_message', broadcast('f'))
    // The sixth message to all: their ids are odd.
    expect(told(zone, 'ann', 'chat.message').at(-1)).toMatchObject({ id: 11, content: 'f' })
  })

  test('200 are kept by default', async () => {
    const zone = await withCaptains(['ann'], { balance: { chat: { intervalMs: 0 } } })
    for (let tick = 0; tick < 5; tick++) {
      for (let number = 0; number < 50; number++) {
        // One a second is what a captain may say in the long run.
        zone.clock.advance(1_000)
        zone.intent('ann', 'send_message', broadcast(`${tick}:${number}`))
      }
      await zone.tick()
    }
    expect(zone.entities.ofKind('message')).toHaveLength(200)
    expect(contents(answer(zone, 'ann', 'messages').messages)[0]).toBe('1:0')
  })

  test('sinceId asks for the newer ones, which carry the ids to answer by', async () => {
    const zone = await withCaptains(['ann', 'bob'], { balance: { chat: { intervalMs: 0 } } })
    await ask(zone, 'ann', 'send_message', broadcast('first'))
    await ask(zone, 'ann', 'send_message', direct('bob', 'second'))
    expect(answer(zone, 'bob', 'messages', { sinceId: 1 })).toMatchObject({
      messages: [{ id: 2, type: 'direct', fromName: 'ann', toName: 'bob', fromPlayerId: 'ann', toPlayerId: 'bob' }],
    })
    expect(answer(zone, 'bob', 'messages', { sinceId: 2 })).toEqual({ messages: [] })
  })

  test('an answer that would be too large leaves out the oldest', async () => {
    const zone = await withCaptains(['ann'], { balance: { chat: { intervalMs: 0, answerCharactersMax: 300 } } })
    for (const content of ['old', 'newer', 'newest']) await ask(zone, 'ann', 'send_message', broadcast(content))
    expect(contents(answer(zone, 'ann', 'messages').messages)).toEqual(['newer', 'newest'])
    // Nothing that can be typed makes an answer beyond the limit of the framework.
    const worst = await withCaptains(['ann'], { balance: { chat: { intervalMs: 0 } } })
    for (let tick = 0; tick < 2; tick++) {
      for (let number = 0; number < 50; number++)
        worst.intent('ann', 'send_message', broadcast(`${'\u0001'.repeat(511)}x`))
      await worst.tick()
    }
    expect(answer(worst, 'ann', 'messages').messages).not.toHaveLength(0)
  })
})
