import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeLinkMessage, encodeLinkMessage, payloadBytes } from '../../framework/engine/src/link/link-codec.ts'

test('[LINK-5] a message comes back as it was: its header, and its texts byte for byte', () => {
  const texts = fc.array(fc.oneof(fc.string({ unit: 'binary' }), fc.uint8Array()), { maxLength: 5 })
  fc.assert(
    fc.property(fc.jsonValue(), texts, (header, payloads) => {
      const decoded = decodeLinkMessage(encodeLinkMessage(header, payloads))
      expect(decoded.header).toEqual(JSON.parse(JSON.stringify(header)))
      expect(Buffer.from(decoded.payloads)).toEqual(Buffer.concat(payloads.map((payload) => Buffer.from(payload))))
      expect(decoded.payloads.byteLength).toBe(payloads.reduce((sum, payload) => sum + payloadBytes(payload), 0))
    }),
  )
})

test('[LINK-5] what is no message is refused', () => {
  expect(() => decodeLinkMessage(Buffer.from([1]))).toThrow(RangeError)
  expect(() => decodeLinkMessage(Buffer.from([9, 0, 0, 0, 123]))).toThrow('shorter than its header says')
  expect(() => decodeLinkMessage(Buffer.from([1, 0, 0, 0, 123]))).toThrow(SyntaxError)
})
