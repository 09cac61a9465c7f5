import { setTimeout as sleep } from 'node:timers/promises'
import WebSocket from 'ws'
import { applyFrame, type ClientView } from '../../framework/protocol/src/apply-frame.ts'
import type { TickMessage } from '../../framework/protocol/src/server-message.ts'
import type { LoadAnswer, LoadRequest, PlayRequest } from './load.ts'

/**
 * The other end of the benchmark, in a process of its own: so many players, who count what they are sent. Only some of
 * them read it, so that this process is not what is measured. It ends with the process that began it.
 */

/** Sockets that are opened at the same time. */
const openingMax = 20
/** Players who read their frames and keep their view. */
const readersMax = 32
/** Players who have not seen their zones by then never will. */
const joinMs = 60_000

let sockets: WebSocket[] = []
let moving: NodeJS.Timeout | undefined
const views = new Map<string, ClientView>()
const counts = { ticks: 0, messages: 0, bytes: 0, waiting: 0 }

process.on('disconnect', () => process.exit(0))
process.on('message', (request: LoadRequest) => {
  handle(request).then(answer, (error: unknown) => answer({ kind: 'failed', message: String(error) }))
})

function answer(message: LoadAnswer): void {
  process.send?.(message)
}

async function handle(request: LoadRequest): Promise<LoadAnswer> {
  switch (request.kind) {
    case 'play':
      await play(request)
      return { kind: 'done' }
    case 'listen':
      await openAll(request.sockets, () => open(request.url))
      return { kind: 'done' }
    case 'count': {
      const sizes = [...views.values()].map(({ entities }) => entities.size)
      const visible = sizes.length === 0 ? 0 : sizes.reduce((sum, size) => sum + size, 0) / sizes.length
      const { ticks, messages, bytes } = counts
      Object.assign(counts, { ticks: 0, messages: 0, bytes: 0 })
      return { kind: 'counted', ticks, messages, bytes, visible }
    }
    case 'close':
      clearInterval(moving)
      for (const socket of sockets) socket.terminate()
      sockets = []
      views.clear()
      return { kind: 'done' }
  }
}

async function play(request: PlayRequest): Promise<void> {
  const { players, zoneIds, watches, movesPerSecond } = request
  counts.waiting = watches === 'all' ? players * zoneIds.length : players
  await openAll(players, (index) => join(request, index))
  const until = performance.now() + joinMs
  while (counts.waiting > 0) {
    if (performance.now() > until) throw new Error(`${counts.waiting} views did not come within ${joinMs} ms`)
    await sleep(20)
  }
  if (movesPerSecond > 0) startMoving(request)
}

async function join({ url, zoneIds, watches, mode }: PlayRequest, index: number): Promise<WebSocket> {
  const response = await fetch(`${url}/v1/auth/guest`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
  })
  if (response.status !== 201) throw new Error(`no guest: ${response.status} ${await response.text()}`)
  const { token } = (await response.json()) as { token: string }
  const socket = await open(`${url.replace('http', 'ws')}/v1/ws`, index)
  socket.send(JSON.stringify({ type: 'hello', token }))
  const zones = watches === 'all' ? zoneIds : [zoneIds[index % zoneIds.length]]
  for (const zoneId of zones) socket.send(JSON.stringify({ type: 'subscribe', zoneId, mode }))
  return socket
}

/** Each player sends a step at its own moment, evenly. */
function startMoving({ zoneIds, movesPerSecond }: PlayRequest): void {
  const everyMs = 20
  let due = 0
  let next = 0
  moving = setInterval(() => {
    due += (sockets.length * movesPerSecond * everyMs) / 1_000
    for (; due >= 1; due--) {
      const index = next++ % sockets.length
      const intent = { type: 'move', dx: Math.floor(Math.random() * 3) - 1, dy: Math.floor(Math.random() * 3) - 1 }
      sockets[index]?.send(JSON.stringify({ type: 'intent', zoneId: zoneIds[index % zoneIds.length], intent }))
    }
  }, everyMs)
}

async function openAll(count: number, openOne: (index: number) => Promise<WebSocket>): Promise<void> {
  sockets = []
  for (let first = 0; first < count; first += openingMax) {
    const indices = Array.from({ length: Math.min(openingMax, count - first) }, (_, offset) => first + offset)
    sockets.push(...(await Promise.all(indices.map(openOne))))
  }
}

function open(url: string, index = 0): Promise<WebSocket> {
  const socket = new WebSocket(url, { perMessageDeflate: false })
  const met = new Set<string>()
  socket.on('message', (data: Buffer) => {
    counts.messages += 1
    counts.bytes += data.length
    if (!data.subarray(0, 64).includes('"type":"tick"')) return refuseError(data)
    counts.ticks += 1
    const head = data.subarray(0, 96).toString()
    const zoneId = /"zoneId":"([^"]+)"/.exec(head)?.[1] ?? ''
    if (!met.has(zoneId)) {
      met.add(zoneId)
      counts.waiting -= 1
    }
    if (index < readersMax) {
      const key = `${index} ${zoneId}`
      views.set(key, applyFrame(views.get(key), JSON.parse(data.toString()) as TickMessage))
    }
  })
  return new Promise((resolve, reject) => {
    socket.once('open', () => resolve(socket))
    socket.on('error', reject)
  })
}

/** Nothing the benchmark does is refused; if it is, its figures mean nothing. */
function refuseError(data: Buffer): void {
  if (!data.subarray(0, 64).includes('"type":"error"')) return
  answer({ kind: 'failed', message: `the server refused: ${data.toString()}` })
}
