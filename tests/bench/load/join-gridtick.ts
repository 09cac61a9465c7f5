import { applyFrame, type ClientView } from '@gridtick/protocol/apply-frame'
import { codecOf, readingCodecs } from '@gridtick/protocol/codecs'
import type { LoadCounter } from './load-counts.ts'
import { openSocket, postJson, promised } from './open-socket.ts'
import type { Player, Step } from './player.ts'

/** How the world is sent: whole each tick, what changed of it, or that in the compact encoding. */
export type Encoding = 'full' | 'delta' | 'compact'

export type GridtickGame = {
  readonly kind: 'gridtick'
  /** `http://HOST:PORT` */
  readonly url: string
  readonly zoneIds: readonly string[]
  /** `one`: the players are dealt out to the zones; `all`: each watches all of them. */
  readonly watches: 'one' | 'all'
  readonly encoding: Encoding
  /** The intent that is a step. */
  readonly intent: 'move' | 'step'
}

export const subprotocols = { full: 'gridtick.v1', delta: 'gridtick.v1', compact: 'gridtick.v1.compact' } as const

/** A guest who watches its zones. Resolves when it has seen each of them. */
export async function joinGridtick(
  game: GridtickGame,
  { index, reads, counter }: { readonly index: number; readonly reads: boolean; readonly counter: LoadCounter },
): Promise<Player> {
  const { url, zoneIds, watches, encoding, intent } = game
  const { token } = await postJson<{ token: string }>(`${url}/v1/auth/guest`, {})
  const watched = watches === 'all' ? zoneIds : zoneIds.filter((_, place) => place === index % zoneIds.length)
  const views = new Map<string, ClientView>()
  const { promise: seen, resolve, reject } = promised()
  const met = new Set<string>()
  const reader = reads ? codecOf(readingCodecs, subprotocols[encoding]).createReader() : undefined
  let seq = 0
  const socket = await openSocket(
    `${url.replace('http', 'ws')}/v1/ws`,
    [subprotocols[encoding]],
    (_, data, isBinary) => {
      for (const message of reader?.read(isBinary ? data : data.toString()) ?? [])
        if (message.type === 'tick') views.set(message.zoneId, applyFrame(views.get(message.zoneId), message))
      if (isBinary ? isCompactAnswer(data) : !isTick(data)) {
        if (!isBinary) refuseError(data)
        return counter.answer(data.length)
      }
      counter.tick(data.length)
      met.add(isBinary ? channelOf(data) : zoneOf(data))
      if (met.size === watched.length) resolve()
    },
  )
  socket.on('close', (code) => {
    counter.closed()
    reject(new Error(`The server closed the socket of a player (${code}).`))
  })
  socket.send(JSON.stringify({ type: 'hello', token }))
  const mode = encoding === 'full' ? 'full' : 'delta'
  for (const zoneId of watched) socket.send(JSON.stringify({ type: 'subscribe', zoneId, mode }))
  await seen
  const [zoneId] = watched
  return {
    socket,
    move(step) {
      // Numbered and named, as the client library does it.
      seq += 1
      const named = { seq, ref: String(seq) }
      socket.send(JSON.stringify({ type: 'intent', zoneId, intent, payload: going(intent, step), ...named }))
    },
    visible: () => (reads && views.size > 0 ? sizeOf(views) : undefined),
  }
}

/** hello-grid refuses a step that goes nowhere. */
function going(intent: GridtickGame['intent'], { dx, dy }: Step): Step {
  return intent === 'step' && dx === 0 && dy === 0 ? { dx: 1, dy: 0 } : { dx, dy }
}

function isTick(data: Buffer): boolean {
  return data.subarray(0, 64).includes('"type":"tick"')
}

/** A compact message that begins with 0 has results of intents; all others are ticks. */
function isCompactAnswer(data: Buffer): boolean {
  return data[0] === 0
}

/** The number that stands for the zone: up to the first byte without its highest bit. */
function channelOf(data: Buffer): string {
  const end = data.findIndex((byte, index) => index > 0 && byte < 128)
  return data.toString('hex', 1, end + 1)
}

function zoneOf(data: Buffer): string {
  return /"zoneId":"([^"]+)"/.exec(data.subarray(0, 96).toString())?.[1] ?? ''
}

function sizeOf(views: ReadonlyMap<string, ClientView>): number {
  const sizes = [...views.values()].map(({ entities }) => entities.size)
  return sizes.reduce((sum, size) => sum + size, 0) / sizes.length
}

/** Nothing the benchmark does is refused; if it is, its figures mean nothing. */
function refuseError(data: Buffer): void {
  if (data.subarray(0, 64).includes('"type":"error"')) throw new Error(`The server refused: ${data.toString()}`)
}
