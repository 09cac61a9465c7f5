/**
 * One message as bytes: `u32 little-endian length of the header · header (JSON, UTF-8) · payloads one after the other`.
 * Payloads are never parsed or escaped; the header says how long each is.
 */

/** A message to a connection: a string is a text, bytes are binary. */
export type Payload = string | Uint8Array

const lengthBytes = 4

export function payloadBytes(payload: Payload): number {
  return typeof payload === 'string' ? Buffer.byteLength(payload) : payload.byteLength
}

export function encodeLinkMessage(header: unknown, payloads: readonly Payload[] = []): Uint8Array {
  const text = JSON.stringify(header)
  const headerBytes = Buffer.byteLength(text)
  const sizes = payloads.map(payloadBytes)
  // Not from the pool that buffers share: the message may be handed over to another thread.
  const message = Buffer.allocUnsafeSlow(sizes.reduce((sum, size) => sum + size, lengthBytes + headerBytes))
  message.writeUInt32LE(headerBytes, 0)
  message.write(text, lengthBytes)
  let at = lengthBytes + headerBytes
  for (const [index, payload] of payloads.entries()) {
    if (typeof payload === 'string') message.write(payload, at)
    else message.set(payload, at)
    at += sizes[index] ?? 0
  }
  return message
}

/** The header as it was written, and what stands behind it, which is not copied. Throws where there is no header. */
export function decodeLinkMessage(message: Uint8Array): { readonly header: unknown; readonly payloads: Uint8Array } {
  const bytes = Buffer.from(message.buffer, message.byteOffset, message.byteLength)
  const end = lengthBytes + bytes.readUInt32LE(0)
  if (end > bytes.length) throw new RangeError('a message of the link is shorter than its header says')
  return { header: JSON.parse(bytes.toString('utf8', lengthBytes, end)), payloads: bytes.subarray(end) }
}
