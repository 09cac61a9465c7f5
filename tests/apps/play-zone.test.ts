import type { Bot, BotContext, BotOutcome, Client, HeardFrame, IntentResult, JoinedZone } from '@gridtick/client'
import { createBotRandom } from '@gridtick/client'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { meterFrames } from '../../apps/bots/crowd/meter-frames.ts'
import { type PlayEnd, playZone } from '../../apps/bots/crowd/play-zone.ts'
import { createTally } from '../../apps/bots/report/tally.ts'

/** A zone whose answers are given by hand. */
function fakeZone() {
  const listeners = new Map<string, (event: never) => void>()
  const sent: { readonly intent: string; readonly settle: (result: IntentResult | Error) => void }[] = []
  const tell = (name: string, event: object) => listeners.get(name)?.(event as never)
  const view = { tick: 1, at: 0, entities: new Map(), extras: {} }
  const zone = {
    ...{ id: 'z', module: 'm', everyMs: 100, status: 'open', playerId: 'ann', view, pending: 0 },
    on(name: string, listener: (event: never) => void) {
      listeners.set(name, listener)
      return () => listeners.delete(name)
    },
    send: (intent: string) =>
      new Promise((resolve, reject) => {
        const settle = (result: IntentResult | Error) => (result instanceof Error ? reject(result) : resolve(result))
        sent.push({ intent, settle })
      }),
    query: async (name: string) => {
      if (name === 'bad') throw new Error('refused')
      return { tick: 1, result: 'answer' }
    },
    leave: async () => tell('ended', { reason: 'left', message: '' }),
  } as unknown as JoinedZone
  const tick = (number: number, events: string[] = []) =>
    tell('tick', { view: { ...view, tick: number }, events: events.map((event) => ({ event, payload: {} })) })
  return { zone, sent, tell, tick }
}

const applied = (tick: number): IntentResult => ({ outcome: 'applied', tick })
const refused = (code: string, retryAfterMs?: number): IntentResult => {
  return {
    outcome: 'refused',
    code,
    message: '',
    retryable: true,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  }
}

/** Plays with a bot that is asked each 100 ms, and keeps what it was asked with. */
function play(act: Bot['act'] = () => ({ type: 'step', payload: {} })) {
  const fake = fakeZone()
  const asked: BotContext[] = []
  const tally = createTally()
  const stopping = new AbortController()
  const bot: Bot = {
    thinkMs: 100,
    act(context) {
      asked.push(context)
      return act(context)
    },
  }
  let end: PlayEnd | undefined
  const player = { bot, memory: undefined, random: createBotRandom(1, 1), role: 'player', thinkMs: 100 }
  void playZone(fake.zone, player, { tally, signal: stopping.signal }).then((ended) => {
    end = ended
  })
  return { ...fake, asked, tally, stopping, end: () => end }
}

const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms)

describe('a bot that plays', () => {
  beforeEach(
    () => void vi.useFakeTimers({ toFake: ['setTimeout', 'setInterval', 'clearInterval', 'performance', 'Date'] }),
  )
  afterEach(() => void vi.useRealTimers())

  test('is asked again only when it is told what became of its action, and that is measured', async () => {
    const { sent, asked, tally } = play()
    await pass(1_000)
    expect([sent.length, asked.length]).toEqual([1, 1])
    sent[0]?.settle(refused('blocked'))
    await pass(200)
    expect(asked[0]?.last).toBeUndefined()
    expect(asked[1]?.last).toEqual({ intent: 'step', result: refused('blocked') } satisfies BotOutcome)
    expect(tally.refusals.of('blocked')).toBe(1)
    expect(tally.latency.max).toBeGreaterThanOrEqual(800)
    expect(tally.latency.max).toBeLessThanOrEqual(1_000)
  })

  test('is told each event once, and sees the tick of its effect before it decides again', async () => {
    const { sent, asked, tick, tally } = play()
    await pass(200)
    tick(2, ['heard'])
    sent[0]?.settle(applied(3))
    // The result comes before the frame: one turn passes, in case the frame is on its way.
    await pass(100)
    expect(asked.length).toBe(1)
    tick(3, ['too'])
    await pass(100)
    expect(asked[1]?.events.map(({ event }) => event)).toEqual(['heard', 'too'])
    sent[1]?.settle(applied(3))
    await pass(100)
    expect(asked[2]?.events).toEqual([])
    expect(tally.events.total).toBe(2)
  })

  test('rests as long as the server says', async () => {
    const { sent, asked } = play()
    await pass(200)
    sent[0]?.settle(refused('rate_limited', 1_000))
    await pass(900)
    expect(asked.length).toBe(1)
    await pass(300)
    expect(asked.length).toBe(2)
  })

  test('gets the answer to its query, and none if that is refused', async () => {
    const queries = ['good', 'bad']
    const { asked, tally } = play(() => ({ query: queries.shift() ?? 'good', input: {} }))
    await pass(350)
    expect(asked[1]?.last).toEqual({ query: 'good', answer: 'answer' })
    expect(asked[2]?.last).toEqual({ query: 'bad', answer: undefined })
    expect(tally.queries.count).toBeGreaterThanOrEqual(2)
  })

  test('leaves if it wants to, or is removed, or breaks', async () => {
    const leaver = play(() => 'leave')
    const removed = play()
    removed.tell('ended', { reason: 'removed', message: 'away' })
    const broken = play(() => {
      throw new Error('a mistake')
    })
    await pass(200)
    expect(leaver.end()).toMatchObject({ reason: 'left' })
    expect(removed.end()).toEqual({ kind: 'ended', reason: 'removed', message: 'away' })
    expect(broken.end()).toMatchObject({ kind: 'broken', message: expect.stringContaining('a mistake') })
    const asked = [leaver, removed, broken].map((one) => one.asked.length)
    await pass(1_000)
    expect([leaver, removed, broken].map((one) => one.asked.length)).toEqual(asked)
  })

  test('waits for what became of its last action when it is to stop; without that, the action counts as lost', async () => {
    const [heard, lost, idle] = [play(), play(), play(() => undefined)]
    await pass(200)
    for (const { stopping } of [heard, lost, idle]) stopping.abort()
    await pass(0)
    expect([heard.end(), idle.end()]).toEqual([undefined, { kind: 'stopped' }])
    heard.sent[0]?.settle(applied(2))
    await pass(10_000)
    expect([heard.end(), lost.end()]).toEqual([{ kind: 'stopped' }, { kind: 'stopped' }])
    expect(heard.tally.failures.total).toBe(0)
    expect(lost.tally.failures.entries()).toEqual([['actions without a result', 1]])
  })

  test('a zone that is paused is a failure, and nothing is asked of it', async () => {
    const { zone, tell, asked, tally } = play()
    Object.assign(zone, { status: 'paused' })
    tell('status', { status: 'paused', code: 'module_failed' })
    await pass(1_000)
    expect(asked).toEqual([])
    expect(tally.failures.entries()).toEqual([['zones paused (module_failed)', 1]])
  })
})

test('what comes over a connection is counted, and frames that do not follow each other are found', () => {
  let hear: (heard: HeardFrame) => void = () => {}
  const client = {
    on(_: string, listener: typeof hear) {
      hear = listener
      return () => {}
    },
  }
  const seen = { bytes: 0, frames: 0, stale: 0, results: 0 }
  meterFrames(client as Pick<Client, 'on'>, {
    message({ bytes, isFrame }) {
      seen.bytes += bytes
      if (isFrame) seen.frames += 1
    },
    staleFrame() {
      seen.stale += 1
    },
    intentResult() {
      seen.results += 1
    },
  })
  const tick = (zoneId: string, number: number) => ({ type: 'tick', zoneId, tick: number })
  const [welcome, pong, result] = [{ type: 'welcome' }, { type: 'pong' }, { type: 'intent_result', seq: 1 }]
  const ticks = [tick('a', 7), tick('b', 7), tick('a', 8), tick('a', 8), tick('b', 9)]
  for (const message of [welcome, ...ticks, pong]) hear({ frame: '"é"', messages: [message] as never })
  // A connection more begins again; and one frame may say several things.
  for (const messages of [[welcome], [tick('a', 1)], [result, result]])
    hear({ frame: Uint8Array.of(1, 2), messages: messages as never })
  expect(seen).toEqual({ bytes: 7 * 4 + 3 * 2, frames: 6, stale: 1, results: 2 })
})
