import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** Players who join, stay and are counted. */
export type PlayRequest = {
  readonly kind: 'play'
  /** `http://HOST:PORT` */
  readonly url: string
  readonly players: number
  readonly zoneIds: readonly string[]
  /**
   * `one`: the players are dealt out to the zones; `all`: each player watches all of them, and asks for
   * them faster than a client normally may.
   */
  readonly watches: 'one' | 'all'
  readonly mode: 'full' | 'delta'
  readonly movesPerSecond: number
}

export type LoadRequest =
  | PlayRequest
  /** Sockets that only take what comes. */
  | { readonly kind: 'listen'; readonly url: string; readonly sockets: number }
  /** What came since the last count. */
  | { readonly kind: 'count' }
  | { readonly kind: 'close' }

export type LoadCount = {
  readonly kind: 'counted'
  /** Tick frames, and all messages. */
  readonly ticks: number
  readonly messages: number
  readonly bytes: number
  /** Entities in a view, on average. */
  readonly visible: number
}

export type LoadAnswer = { readonly kind: 'done' } | LoadCount | { readonly kind: 'failed'; readonly message: string }

export type Load = {
  /** Resolves when all of them see their zones. */
  play(request: Omit<PlayRequest, 'kind'>): Promise<void>
  listen(url: string, sockets: number): Promise<void>
  count(): Promise<LoadCount>
  close(): Promise<void>
  /** Ends the process. */
  end(): void
}

/** Starts the process of the load. One request at a time; what fails there rejects here. */
export function startLoad(): Load {
  const child = fork(fileURLToPath(new URL('./load-client.ts', import.meta.url)), [], {
    execArgv: ['--conditions=gridtick-source', '--import', 'tsx'],
  })
  return {
    async play(request) {
      await ask(child, { kind: 'play', ...request })
    },
    async listen(url, sockets) {
      await ask(child, { kind: 'listen', url, sockets })
    },
    async count() {
      const counted = await ask(child, { kind: 'count' })
      if (counted.kind !== 'counted') throw new Error(`the load process answered ${counted.kind}`)
      return counted
    },
    async close() {
      await ask(child, { kind: 'close' })
    },
    end: () => child.disconnect(),
  }
}

function ask(child: ChildProcess, request: LoadRequest): Promise<Exclude<LoadAnswer, { kind: 'failed' }>> {
  return new Promise((resolve, reject) => {
    const settle = (act: () => void) => {
      child.off('message', onMessage)
      child.off('exit', onExit)
      act()
    }
    const onMessage = (answer: LoadAnswer) =>
      settle(() => (answer.kind === 'failed' ? reject(new Error(answer.message)) : resolve(answer)))
    const onExit = () => settle(() => reject(new Error('the load process ended')))
    child.on('message', onMessage)
    child.on('exit', onExit)
    child.send(request)
  })
}
