export const key = 'dGhlIHNhbXBsZSBub25jZQ=='

let clients = 0

/** A handshake, with headers replaced (null: left out) and lines added. Each case counts as a client of its own. */
export function handshake(
  options: {
    readonly line?: string
    readonly headers?: Readonly<Record<string, string | null>>
    readonly more?: readonly string[]
  } = {},
): string {
  clients += 1
  const headers = {
    Host: 'localhost',
    Upgrade: 'websocket',
    Connection: 'Upgrade',
    'Sec-WebSocket-Version': '13',
    'Sec-WebSocket-Key': key,
    'X-Forwarded-For': `10.${(clients >> 16) & 255}.${(clients >> 8) & 255}.${clients & 255}`,
    ...options.headers,
  }
  const lines = Object.entries(headers).flatMap(([name, value]) => (value === null ? [] : [`${name}: ${value}`]))
  return [options.line ?? 'GET /v1/ws HTTP/1.1', ...lines, ...(options.more ?? []), '', ''].join('\r\n')
}

/** A frame as a client sends it. */
export function frame(
  opcode: number,
  payload: Buffer | string,
  options: { readonly fin?: boolean; readonly rsv?: number; readonly masked?: boolean } = {},
): Buffer {
  const { fin = true, rsv = 0, masked = true } = options
  const body = Buffer.from(payload)
  const length = body.length < 126 ? [body.length] : [126, body.length >> 8, body.length & 255]
  if (body.length > 65_535) throw new Error('too long for this test')
  const [first = 0, ...rest] = length
  const head = Buffer.from([(fin ? 0x80 : 0) | (rsv << 4) | opcode, (masked ? 0x80 : 0) | first, ...rest])
  if (!masked) return Buffer.concat([head, body])
  return Buffer.concat([head, Buffer.from([0, 0, 0, 0]), body])
}

export const hello = frame(1, JSON.stringify({ type: 'hello', token: 'anna' }))
export const closeFrame = (code: number) => frame(8, Buffer.from([code >> 8, code & 255]))

export function fragments(text: string, count: number): Buffer[] {
  return Array.from({ length: count }, (_, index) => frame(index === 0 ? 1 : 0, text, { fin: index === count - 1 }))
}
