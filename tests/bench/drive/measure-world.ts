import type { ServerWindow } from '../measured/record-server.ts'
import { measureRun, type Run, type Started, type Times } from './measure-run.ts'
import { startGridtick } from './start-gridtick.ts'
import type { Contestant, TestBed } from './test-bed.ts'

/** One zone, and those who play in it. */
export type World = {
  readonly module: 'crowd' | 'hello-grid'
  readonly config: object
  readonly everyMs: number
  readonly players: number
  readonly movesPerSecond: number
}

export type WorldRun = Run<ServerWindow> & {
  readonly players: number
  /** What it takes to write the same messages to plain sockets, µs each. */
  readonly bareWriteMicroseconds: number
  /** What it takes to commit as many bytes as one row, ms. */
  readonly bareCommitMs: number
}

/** A server and its players, cold and warm; then the bare writes and commits of its last ticks, in the same process. */
export async function measureWorld(
  bed: TestBed,
  { checkout, encoding }: Contestant,
  { world, times }: { readonly world: World; readonly times: Times },
): Promise<WorldRun> {
  const { module, config, everyMs, players, movesPerSecond } = world
  const { node, pinning, load, sync, tell } = bed
  const server = await startGridtick(
    { checkout, node, before: pinning.server, tell },
    { sync, liftsRates: false, zones: { module, count: 1, config, everyMs } },
  )
  const { url, zoneIds, program } = server
  const intent = module === 'crowd' ? 'move' : 'step'
  const started: Started<ServerWindow> = {
    game: { kind: 'gridtick', url, zoneIds, watches: 'one', encoding, intent },
    take: () => program.ask('take'),
    stop: () => server.stop(),
  }
  const run = await measureRun(started, load, { players, movesPerSecond, times })
  await program.ask('stopServing')
  await load.ask('leave')
  await load.ask('listen', { port: await program.ask('listenBare'), sockets: players })
  const bareWriteMicroseconds = await program.ask('writeBare', players)
  const bareCommitMs = await program.ask('commitBare')
  await load.ask('leave')
  await server.stop()
  return { ...run, players, bareWriteMicroseconds, bareCommitMs }
}
