import { noTelemetry, silentLogger, type Telemetry } from '@gridtick/server'
import { describe, expect, test, vi } from 'vitest'
import { createServerEvents } from '../../framework/server/src/embedding/server-events.ts'
import { containLogger, containTelemetry } from '../../framework/server/src/observe/contain.ts'

const fail = () => {
  throw new Error('of the program')
}
const reject = () => Promise.reject(new Error('of the program'))
const settled = () => new Promise((resolve) => setImmediate(resolve))

describe('[EMBED-1] what a program brought disturbs nothing', () => {
  test('a telemetry that throws or rejects is called on, and the log says it once of each function', async () => {
    const error = vi.fn()
    const frame = vi.fn(fail)
    const telemetry = containTelemetry({ ...noTelemetry, frame, closed: reject as never }, { ...silentLogger, error })
    for (let count = 0; count < 3; count++) {
      telemetry.frame(1)
      telemetry.closed(1000)
      telemetry.lag('m', 1)
    }
    await settled()
    expect(frame).toHaveBeenCalledTimes(3)
    expect(error.mock.calls.map(([, text]) => text)).toEqual([
      '`frame` of the telemetry failed; this is not said again',
      '`closed` of the telemetry failed; this is not said again',
    ])
  })

  test('a telemetry that is an object with a life of its own keeps its `this`', () => {
    const own = Object.assign(Object.create({ ...noTelemetry, frame: count }), { frames: 0 })
    function count(this: { frames: number }) {
      this.frames += 1
    }
    containTelemetry(own as Telemetry, silentLogger).frame(1)
    expect(own.frames).toBe(1)
  })

  test('a logger that throws or rejects is called on, and standard error says it once', async () => {
    const said: string[] = []
    const warn = vi.fn(fail)
    const logger = containLogger({ ...silentLogger, warn, error: reject as never }, (text) => said.push(text))
    logger.warn({}, 'one')
    logger.warn({}, 'two')
    logger.error({}, 'three')
    await settled()
    expect(warn).toHaveBeenCalledTimes(2)
    expect(said).toEqual([expect.stringContaining('the logger failed, and lines of the log are lost')])
  })

  test.each([
    ['throws', fail],
    ['rejects', reject],
    ['throws nothing', () => Promise.reject(null)],
  ])('a listener that %s: the log says it, and the next one hears', async (_what, listener) => {
    const error = vi.fn()
    const next = vi.fn()
    const events = createServerEvents({ ...silentLogger, error })
    events.on('zoneResumed', listener)
    events.on('zoneResumed', next)
    events.tell({ what: 'resumed', zoneId: 'z1', module: 'm' })
    await settled()
    expect(next).toHaveBeenCalledTimes(1)
    expect(error).toHaveBeenCalledWith(expect.objectContaining({ zoneId: 'z1' }), 'a listener of "zoneResumed" failed')
  })
})
