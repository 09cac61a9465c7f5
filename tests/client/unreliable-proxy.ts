import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/** What may happen to a connection on its way. The times are real, and short. */
const fates = ['cut', 'cut', 'half-close', 'swallow-up', 'swallow-down', 'delay', 'throttle', 'bunch'] as const
type Fate = (typeof fates)[number]

type Random = { int(min: number, max: number): number; pick<Item>(items: readonly Item[]): Item }

/** Bytes of a throttled direction that pass at once. */
const trickleBytes = 24

/**
 * A network between a client and a server that is bad in ways chosen from a seed: each connection works for a while, and
 * then meets its fate. `calm()` makes it good, for connections there are and those to come.
 */
export async function startUnreliableProxy(options: { readonly port: number; readonly random: Random }) {
  const { random } = options
  let target = options.port
  let isCalm = false
  const met = new Map<Fate, number>()
  const pipes = new Set<() => void>()

  const server = createServer((near) => {
    const far = connect({ port: target, host: '127.0.0.1' })
    const fate = random.pick(fates)
    const up = createLane(near, far)
    const down = createLane(far, near)
    const end = () => {
      clearTimeout(timer)
      pipes.delete(end)
      for (const socket of [near, far]) socket.destroy()
    }
    const timer = setTimeout(
      () => {
        if (isCalm) return
        met.set(fate, (met.get(fate) ?? 0) + 1)
        meet(fate, { near, up, down, end })
      },
      random.int(20, 400),
    )
    pipes.add(end)
    for (const socket of [near, far]) socket.on('error', end).on('close', end)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))

  return {
    url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}/v1/ws`,
    /** How often each thing has happened. */
    met: met as ReadonlyMap<string, number>,
    /** The server is another one; what leads to the one before is cut. */
    leadTo(port: number): void {
      target = port
      for (const end of [...pipes]) end()
    },
    /** Nothing bad happens any more; what has gone bad is cut. */
    calm(): void {
      isCalm = true
      for (const end of [...pipes]) end()
    },
    async stop(): Promise<void> {
      for (const end of [...pipes]) end()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

type Lane = ReturnType<typeof createLane>

function meet(fate: Fate, { near, up, down, end }: { near: Socket; up: Lane; down: Lane; end: () => void }): void {
  switch (fate) {
    case 'cut':
      end()
      break
    case 'half-close':
      // The client hears an end and may go on talking; nobody answers.
      down.swallow()
      near.end()
      break
    case 'swallow-up':
      up.swallow()
      break
    case 'swallow-down':
      down.swallow()
      break
    case 'delay':
      for (const lane of [up, down]) lane.delay(30)
      setTimeout(end, 300)
      break
    case 'throttle':
      for (const lane of [up, down]) lane.throttle(trickleBytes, 2)
      setTimeout(end, 400)
      break
    case 'bunch':
      // All that is said meanwhile comes at once.
      for (const lane of [up, down]) lane.hold(250)
      setTimeout(end, 600)
  }
}

/** One direction, in order whatever happens to it. */
function createLane(from: Socket, to: Socket) {
  let isSwallowing = false
  let pieceMs = 0
  let pieceBytes = Number.MAX_SAFE_INTEGER
  let line = Promise.resolve()
  const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))

  async function pass(data: Buffer): Promise<void> {
    for (let start = 0; start < data.length; start += pieceBytes) {
      if (pieceMs > 0) await pause(pieceMs)
      if (!isSwallowing && to.writable) to.write(data.subarray(start, start + Math.min(pieceBytes, data.length)))
    }
  }

  from.on('data', (data) => {
    line = line.then(() => pass(data))
  })
  return {
    swallow() {
      isSwallowing = true
    },
    delay(ms: number) {
      pieceMs = ms
    },
    throttle(bytes: number, ms: number) {
      pieceBytes = bytes
      pieceMs = ms
    },
    hold(ms: number) {
      line = line.then(() => pause(ms))
    },
  }
}
