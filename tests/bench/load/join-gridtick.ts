import type { TickMessage } from '@gridtick/protocol'
import { applyFrame, type ClientView } from '@gridtick/protocol/apply-frame'
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
  const socket = await openSocket(
    `${url.replace('http', 'ws')}/v1/ws`,
    [subprotocols[encoding]],
    (_, data, isBinary) => {
      if (isBinary ? isCompactAnswer(data) : !isTick(data)) {
        if (!isBinary) refuseError(data)
        return counter.answer(data.length)
      }
      counter.tick(data.length)
      const zone = isBinary ? String(data[1]) : zoneOf(data)
      met.add(zone)
      if (met.size === watched.length) resolve()
      if (reads && !isBinary) views.set(zone, applyFrame(views.get(zone), JSON.parse(data.toString()) as TickMessage))
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
    move: (step) =>
      socket.send(JSON.stringify({ type: 'intent', zoneId, intent: { type: intent, ...going(intent, step) } })),
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
