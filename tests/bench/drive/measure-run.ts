import { loadavg } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import type { LoadCounts } from '../load/load-counts.ts'
import type { Game, LoadCalls } from '../load/load-program.ts'
import type { Window } from '../measured/window.ts'
import type { ChildProgram } from './child-program.ts'

/** Joining takes a server this long at the most. */
const joinWithinMs = 180_000
/** After the last one joined: what was queued meanwhile is over. */
const settleMs = 1_000

/** A server that is up, and how to play on it. */
export type Started<Measured extends Window = Window> = {
  readonly game: Game
  /** What it did since the last call. */
  take(): Promise<Measured>
  stop(): Promise<void>
}

export type Times = {
  /** Measured as soon as all have joined. */
  readonly coldMs: number
  /** Until the second measurement begins, since all have joined: by then its code is compiled. */
  readonly warmAfterMs: number
  readonly warmMs: number
}

export type Phase<Measured extends Window = Window> = {
  readonly window: Measured
  readonly counts: LoadCounts & { readonly visible: number }
}

export type Run<Measured extends Window = Window> = {
  readonly cold: Phase<Measured>
  readonly warm: Phase<Measured>
  /** Of this machine, when it began: how many programs wanted to run. */
  readonly loadAverage: number
}

/** One server and its players, cold and warm. */
export async function measureRun<Measured extends Window>(
  started: Started<Measured>,
  load: ChildProgram<LoadCalls>,
  {
    players,
    movesPerSecond,
    times,
  }: { readonly players: number; readonly movesPerSecond: number; readonly times: Times },
): Promise<Run<Measured>> {
  const loadAverage = loadavg()[0] ?? 0
  await load.ask('join', { game: started.game, players }, joinWithinMs)
  if (movesPerSecond > 0) await load.ask('move', { perSecond: movesPerSecond, steps: 'random' })
  await sleep(settleMs)
  const cold = await measurePhase(started, load, times.coldMs)
  await sleep(Math.max(0, times.warmAfterMs - times.coldMs - settleMs))
  const warm = await measurePhase(started, load, times.warmMs)
  return { cold, warm, loadAverage }
}

/** What server and load say of the same stretch of time. */
export async function measurePhase<Measured extends Window>(
  started: Pick<Started<Measured>, 'take'>,
  load: ChildProgram<LoadCalls>,
  ms: number,
): Promise<Phase<Measured>> {
  await Promise.all([started.take(), load.ask('take')])
  await sleep(ms)
  const [window, counts] = await Promise.all([started.take(), load.ask('take')])
  if (counts.closed > 0) throw new Error(`The server closed ${counts.closed} sockets of players.`)
  return { window, counts }
}
