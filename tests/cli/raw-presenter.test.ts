import { afterEach, expect, test, vi } from 'vitest'
import { createRawPresenter } from '../../apps/cli/tail/raw-presenter.ts'
import { scriptedClient, zoneId } from '../client/scripted-server.ts'
import { createWriter, noEvents, viewOf, walker } from '../codecs/compact/stories.ts'

const subscribed = {
  type: 'subscribed',
  zoneId,
  module: 'm',
  tick: 1,
  everyMs: 100,
  mode: 'delta',
  lastSeq: 0,
} as const

afterEach(() => vi.restoreAllMocks())

/** What is shown of two frames: one text, and one of bytes. */
async function show(isJson: boolean) {
  const printed: string[] = []
  const { client, socket } = scriptedClient({ knows: ['gridtick.v1.compact'] })
  const presenter = createRawPresenter(client, { isJson })
  const far = (await socket(0)).welcome()
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => printed.push(String(text)) > 0)
  const writer = createWriter({ zone: zoneId })
  const text = writer.message(subscribed) as string
  const bytes = writer.full({ tick: 1, at: 1 }, viewOf(walker), noEvents) as Uint8Array
  far.sayFrame(text)
  far.sayFrame(bytes)
  presenter.close()
  far.sayFrame('{"type":"pong"}')
  vi.restoreAllMocks()
  const tick = { type: 'tick', zoneId, tick: 1, at: 1, full: true, entities: [walker], events: [] }
  return { printed, text, bytes, hex: Buffer.from(bytes).toString('hex'), tick }
}

test('[WIRE-10] tail --raw shows each frame as it came, and what its bytes say', async () => {
  const { printed, text, bytes, hex, tick } = await show(false)
  expect(printed).toEqual([
    `text    ${text.length} bytes  ${text}\n`,
    `binary  ${bytes.length} bytes  ${hex}\n        ${JSON.stringify(tick)}\n`,
  ])
})

test('[WIRE-10] tail --raw --json says the same on one line a frame', async () => {
  const { printed, text, bytes, hex, tick } = await show(true)
  expect(printed.map((line) => JSON.parse(line))).toEqual([
    { type: 'text', bytes: text.length, messages: [subscribed] },
    { type: 'binary', bytes: bytes.length, hex, messages: [tick] },
  ])
})
