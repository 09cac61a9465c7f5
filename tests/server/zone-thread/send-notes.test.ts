import { describe, expect, test } from 'vitest'
import { noTelemetry } from '../../../framework/engine/src/ports/telemetry.ts'
import { createNoteSender, takeNotes } from '../../../framework/server/src/zones/thread/send-notes.ts'
import type { ThreadNote } from '../../../framework/server/src/zones/thread/thread-messages.ts'

function sender() {
  const posted: ThreadNote[][] = []
  const notes = createNoteSender({ post: (sent) => posted.push(structuredClone(sent) as ThreadNote[]) })
  return { posted, notes, turn: () => new Promise((resolve) => setImmediate(resolve)) }
}

describe('[THREAD-2] what the zones note', () => {
  test('crosses and is carried out: a line at once with the figures before it, figures with the turn', async () => {
    const { posted, notes, turn } = sender()
    notes.telemetry.lag('hello', 3)
    notes.telemetry.intent('hello', 'applied')
    expect(posted).toEqual([])
    notes.logger.warn({ zoneId: 'z' }, 'look')
    expect(posted).toHaveLength(1)
    notes.telemetry.ticksMissed(2)
    await turn()
    expect(posted).toHaveLength(2)

    const told: unknown[] = []
    const tell =
      (name: string) =>
      (...values: unknown[]) =>
        told.push([name, ...values])
    const logger = { debug: tell('debug'), info: tell('info'), warn: tell('warn'), error: tell('error') }
    const telemetry = Object.fromEntries(Object.keys(noTelemetry).map((name) => [name, tell(name)]))
    for (const sent of posted) takeNotes(sent, { logger, telemetry: telemetry as unknown as typeof noTelemetry })
    expect(told).toEqual([
      ['lag', 'hello', 3],
      ['intent', 'hello', 'applied'],
      ['warn', { zoneId: 'z' }, 'look'],
      ['ticksMissed', 2],
    ])
  })

  test('may be an error with its cause, or what cannot be cloned: it comes as data', () => {
    const { posted, notes } = sender()
    const error = Object.assign(new TypeError('bad', { cause: new Error('worse') }), { code: 'EBAD' })
    notes.logger.error({ err: error, call: () => {}, odd: { deep: () => {} }, list: [1, { a: 2 }] }, 'failed')
    const fields = posted[0]?.[0]?.[2][0]
    expect(fields).toMatchObject({
      err: { type: 'TypeError', message: 'bad', code: 'EBAD', stack: error.stack, cause: { message: 'worse' } },
      call: '() => {}',
      odd: '[object Object]',
      list: [1, { a: 2 }],
    })
  })

  test('is dropped beyond 10,000 that nobody took, until half of them are; then a line says how many', () => {
    const { posted, notes } = sender()
    for (let count = 0; count < 10_003; count++) notes.logger.info({}, 'line')
    expect(posted).toHaveLength(10_000)
    notes.taken(4_999)
    notes.logger.info({}, 'line')
    expect(posted).toHaveLength(10_000)
    notes.taken(1)
    expect(posted).toHaveLength(10_001)
    expect(posted.at(-1)).toEqual([
      ['logger', 'warn', [{ dropped: 4 }, 'lines and figures of the zones were dropped: nobody took them']],
    ])
    notes.logger.info({}, 'line')
    expect(posted).toHaveLength(10_002)
  })
})
