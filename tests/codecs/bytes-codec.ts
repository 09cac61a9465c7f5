import type { FrameCodec } from '../../framework/protocol/src/codecs/frame-codec.ts'
import { jsonCodec } from '../../framework/protocol/src/codecs/json-codec.ts'
import { readJsonText } from '../../framework/protocol/src/codecs/json-reading.ts'

/**
 * Another codec, with nothing of a string in it: the subscription and the number of the frame in it, a byte each, and JSON
 * in UTF-8. Its reader fails where a frame of a subscription is missing, or comes out of its order.
 */
export const bytesCodec: FrameCodec = {
  subprotocol: 'gridtick.v1.bytes',
  hasReceipts: true,
  createWriter(subscription) {
    const json = jsonCodec.createWriter(subscription)
    let count = 0
    const encode = (text: string | Uint8Array) => {
      count += 1
      return Uint8Array.from([subscription.watch, count, ...new TextEncoder().encode(String(text))])
    }
    return {
      full: (...frame) => encode(json.full(...frame)),
      delta: (...frame) => encode(json.delta(...frame)),
      // All of them are one frame: the texts with a line break between them.
      results: (results) => [
        { frame: encode(results.map((result) => JSON.stringify(result)).join('\n')), count: results.length },
      ],
      message: (message) => encode(json.message(message) ?? ''),
    }
  },
  createReader() {
    const counts = new Map<number, number>()
    return {
      read(frame) {
        if (typeof frame === 'string') return readJsonText(frame)
        const [watch = 0, count] = frame
        const expected = (counts.get(watch) ?? 0) + 1
        if (count !== expected)
          throw new Error(`frame ${count} of subscription ${watch} came where ${expected} was due`)
        counts.set(watch, expected)
        return new TextDecoder().decode(frame.subarray(2)).split('\n').flatMap(readJsonText)
      },
    }
  },
}
