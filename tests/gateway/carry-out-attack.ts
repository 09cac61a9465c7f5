import { connect, type Socket } from 'node:net'
import type { Attack } from './attacks.ts'

export type Manner = 'finish' | 'reset' | 'stay idle'
export const manners: readonly Manner[] = ['finish', 'reset', 'stay idle']

export type Outcome = {
  readonly status: number | undefined
  readonly closeCode: number | undefined
  readonly isEnded: boolean
}

/** Carries out an attack; tells what came back, and whether the server ended it within `waitMs`. */
export async function carryOut(attack: Attack, manner: Manner, port: number, waitMs: number): Promise<Outcome> {
  const socket: Socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true })
  const chunks: Buffer[] = []
  socket.on('data', (chunk) => chunks.push(chunk))
  socket.on('error', () => {})
  await new Promise<void>((resolve) => socket.once('connect', resolve))
  const ended = new Promise<boolean>((resolve) => {
    socket.once('end', () => resolve(true))
    socket.once('close', () => resolve(true))
    setTimeout(() => resolve(false), waitMs)
  })
  for (const piece of attack.bytes()) {
    if (!socket.writable) break
    socket.write(piece)
    await new Promise((resolve) => setImmediate(resolve))
  }
  if (manner === 'reset') socket.resetAndDestroy()
  if (manner === 'finish') socket.end()
  const isEnded = await ended
  socket.destroy()
  return { ...readAnswer(Buffer.concat(chunks)), isEnded }
}

function readAnswer(bytes: Buffer): { status: number | undefined; closeCode: number | undefined } {
  const text = bytes.toString('latin1')
  const status = /^HTTP\/1\.1 (\d{3})/.exec(text)?.[1]
  let at = text.indexOf('\r\n\r\n') + 4
  let closeCode: number | undefined
  while (status === '101' && at + 2 <= bytes.length) {
    const opcode = (bytes[at] ?? 0) & 15
    const short = (bytes[at + 1] ?? 0) & 127
    const isLong = short === 126
    const length = isLong ? bytes.readUInt16BE(at + 2) : short
    const start = at + (isLong ? 4 : 2)
    if (opcode === 8) closeCode = length >= 2 ? bytes.readUInt16BE(start) : 1005
    at = start + length
  }
  return { status: status === undefined ? undefined : Number(status), closeCode }
}
