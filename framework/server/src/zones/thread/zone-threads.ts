import type { Clock, Limits, Logger, Telemetry, ZoneFault } from '@gridtick/engine/ports'
import { StorageError } from '@gridtick/engine/ports'
import { allocateHookBoard, type HookBoardMemory, readRunning } from '../../process/watchdog/hook-board.ts'
import { type Stall, whoHolds } from '../../process/watchdog/judge-stall.js'
import { writeStall } from '../../process/watchdog/write-stall.js'
import { allocateStorageGate, closeGateAtOnce } from './storage-gate.js'
import type { ThreadAnswer, ThreadArgument, ThreadCallName } from './thread-messages.ts'
import type { LastingOrders } from './thread-orders.ts'
import { watchZoneThread } from './watch-zone-thread.ts'
import { endMs, startZoneThread, type ZoneThread } from './zone-thread.ts'

/** One thread with zones after the other. There is never more than one: the storage has one writer. */
export type ZoneThreads = {
  /** Asks the thread, or the next one where it is being replaced. Rejects as the zones do, or with a StorageError. */
  ask<Name extends ThreadCallName>(name: Name, argument: ThreadArgument<Name>): Promise<ThreadAnswer<Name>>
  post(message: Uint8Array): void
  begin(): Promise<void>
  noteUrl(url: string): void
  /** A thread that ends has no successor from now on, and one that is being opened is ended. */
  endWithThis(): void
  close(): Promise<void>
}

export type ZoneThreadsOptions = {
  readonly orders: LastingOrders
  readonly clock: Clock
  readonly limits: Pick<Limits, 'stallMaxMs' | 'zoneLookUpMs'>
  readonly logger: Logger
  readonly telemetry: Telemetry
  readonly onLink: (message: Uint8Array) => void
  readonly onCorrupt: (fault: ZoneFault) => void
  readonly onDoubt: (text: string, stack: string | undefined) => void
  /** The zones are gone, with all they knew. */
  readonly onLost: () => void
  /** Zones run, and know nothing yet. */
  readonly onBegun: () => void
  /** There will be no zones any more: the process should end. */
  readonly onGivenUp: (error: Error) => void
  /** Default: a real thread. */
  readonly start?: typeof startZoneThread
  /** Default: by what it shows on its board, and by its stack. */
  readonly watch?: typeof watchZoneThread
}

/** At the end of the process, an operation of the storage has this long to end, ms. */
const exitMs = 1_000
/** Threads may end so often within that time, ms, by themselves or where no zone can be paused: then they would do so for ever. */
const endsMax = 3
const endsWithinMs = 60_000
/** Calls beside the link that wait for a thread; more are refused. */
const waitingMax = 1_000

type EndedThread = {
  readonly thread: ZoneThread
  readonly board: HookBoardMemory
  readonly reason: Error
  readonly hasExited: boolean
}

type Phase =
  | { readonly name: 'running'; readonly thread: ZoneThread }
  | { readonly name: 'replacing'; readonly next: Promise<ZoneThread> }
  | { readonly name: 'over' }

/** Starts the first one. Rejects as it does. */
export async function startZoneThreads(options: ZoneThreadsOptions): Promise<ZoneThreads> {
  const {
    orders,
    clock,
    limits,
    logger,
    onLost,
    onBegun,
    onGivenUp,
    start = startZoneThread,
    watch = watchZoneThread,
  } = options
  const stalls = new WeakMap<ZoneThread, Stall>()
  const stopping = new AbortController()
  const { signal } = stopping
  let stopWatching = () => {}
  let url: string | undefined
  let isLast = false
  let waiting = 0
  let endedAt: readonly number[] = []
  let gate = allocateStorageGate()
  /** The process ends its threads wherever they are. */
  const onExit = () => closeGateAtOnce(gate, exitMs)
  process.once('exit', onExit)
  let phase: Phase = { name: 'running', thread: await open(undefined) }

  async function open(lastStall: Stall | undefined): Promise<ZoneThread> {
    const board = allocateHookBoard()
    gate = allocateStorageGate()
    const thread: ZoneThread = await start(
      {
        ...orders,
        board,
        gate,
        lastStall: lastStall && { hook: undefined, zoneId: undefined, place: undefined, ...lastStall },
      },
      { ...options, signal, onEnd: (reason, hasExited) => onEnd({ thread, board, reason, hasExited }) },
    )
    const { threadId, moduleFiles } = thread
    stopWatching = watch({
      ...{ threadId, board, moduleFiles, limits, logger },
      onStall: (stall) => void onStall(thread, stall),
    })
    return thread
  }

  async function onStall(thread: ZoneThread, stall: Stall): Promise<void> {
    noteStall(thread, stall, 'The watchdog ends the thread of the zones')
    if (stall.zoneId !== undefined || !isTooOften()) return await replace(thread)
    isLast = true
    await replace(thread)
    giveUp(new Error(`${whoHolds(stall)}, and before that others did so within a minute`))
  }

  /** So that the next thread knows, and the next process, should this one end as well. */
  function noteStall(thread: ZoneThread, stall: Stall, what: string): void {
    stalls.set(thread, stall)
    const then = stall.zoneId === undefined ? 'No zone is known that could be paused.' : 'This zone is paused.'
    logger.error(
      { ...stall },
      `${what}: ${whoHolds(stall)}. Nothing that was acknowledged is lost, sockets stay, and the zones are loaded again. ${then}`,
    )
    if (thread.reportPath !== undefined) writeOrSay(thread.reportPath, stall)
  }

  function writeOrSay(path: string, stall: Stall): void {
    try {
      writeStall(path, stall)
    } catch (error) {
      logger.error({ err: error }, 'whom the watchdog ended the zones for could not be written beside the database')
    }
  }

  function onEnd({ thread, board, reason, hasExited }: EndedThread): void {
    const running = readRunning(board)
    if (hasExited && running !== undefined) {
      const stall = { at: new Date(clock.now()).toISOString(), heldMs: 0, hasExited, ...running }
      noteStall(thread, stall, 'The thread of the zones has ended')
    } else logger.error({ err: reason, running }, 'the thread of the zones ended by itself')
    if (isTooOften()) giveUp(reason)
    else void replace(thread)
  }

  /** It has ended once more, and may do so for ever. */
  function isTooOften(): boolean {
    const now = clock.monotonic()
    endedAt = [...endedAt.filter((at) => at > now - endsWithinMs), now]
    return endedAt.length > endsMax
  }

  /** What waits for an answer of it is lost by this; and then there is another one. */
  async function replace(old: ZoneThread): Promise<void> {
    // One that has not begun yet is replaced where its beginning is waited for.
    if (phase.name !== 'running' || phase.thread !== old) return void old.end(endMs)
    const next = succeed(old)
    phase = { name: 'replacing', next }
    await next.catch((error: Error) => {
      if (!isLast) giveUp(error)
    })
  }

  async function succeed(old: ZoneThread): Promise<ZoneThread> {
    stopWatching()
    onLost()
    await mustEnd(old)
    if (isLast) throw new StorageError('busy', 'the server stops')
    const thread = await openAndBegin(stalls.get(old))
    phase = { name: 'running', thread }
    logger.warn({}, 'the zones run again, on another thread')
    onBegun()
    return thread
  }

  async function openAndBegin(lastStall: Stall | undefined): Promise<ZoneThread> {
    const thread = await open(lastStall)
    const endNow = () => void thread.end(endMs)
    signal.addEventListener('abort', endNow)
    try {
      signal.throwIfAborted()
      await beginOn(thread)
      return thread
    } catch (error) {
      const stall = stalls.get(thread)
      await mustEnd(thread)
      if (stall === undefined || isLast) throw error
      return await openAndBegin(stall)
    } finally {
      signal.removeEventListener('abort', endNow)
    }
  }

  async function beginOn(thread: ZoneThread): Promise<void> {
    await thread.ask('begin', undefined)
    if (url !== undefined) await thread.ask('noteUrl', url)
  }

  /** It holds the storage until it is gone. */
  async function mustEnd(thread: ZoneThread): Promise<void> {
    stopWatching()
    if (!(await thread.end(endMs))) throw new Error(`the thread of the zones did not end within ${endMs / 1_000} s`)
  }

  function giveUp(error: Error): void {
    isLast = true
    phase = { name: 'over' }
    stopWatching()
    onLost()
    logger.error({ err: error }, 'there are no zones any more, so the server ends; start it again')
    onGivenUp(error)
  }

  function endWithThis(): void {
    isLast = true
    if (phase.name === 'replacing') stopping.abort(new StorageError('busy', 'the server stops'))
  }

  /** The thread to ask: waits for the next one, as long as for a zone. */
  async function toAsk(): Promise<ZoneThread> {
    if (phase.name === 'running') return phase.thread
    if (phase.name === 'over') throw new StorageError('unknown', 'there are no zones any more')
    const { next } = phase
    let cancel = () => {}
    const tooLate = new Promise<never>((_, reject) => {
      cancel = clock.after(limits.zoneLookUpMs, () =>
        reject(new StorageError('busy', 'the zones are being loaded again; try again in a moment')),
      )
    })
    return await Promise.race([next, tooLate]).finally(cancel)
  }

  return {
    async ask(name, argument) {
      if (waiting >= waitingMax) throw new StorageError('busy', 'too many calls wait for the thread of the zones')
      waiting += 1
      try {
        const thread = phase.name === 'running' ? phase.thread : await toAsk()
        return await thread.ask(name, argument)
      } finally {
        waiting -= 1
      }
    },
    post(message) {
      if (phase.name === 'running') phase.thread.post(message)
    },
    async begin() {
      const first = await toAsk()
      try {
        await beginOn(first)
      } catch (error) {
        const stall = stalls.get(first)
        if (stall === undefined) throw error
        await toAsk()
        return
      }
      onBegun()
    },
    noteUrl(given) {
      url = given
      void toAsk()
        .then((thread) => thread.ask('noteUrl', given))
        .catch((error: unknown) => logger.warn({ err: error }, 'the storage does not know where its server listens'))
    },
    endWithThis,
    async close() {
      endWithThis()
      if (phase.name === 'replacing') await phase.next.catch(() => {})
      if (phase.name === 'running') {
        const { thread } = phase
        await thread.ask('close', undefined).catch(() => {})
        phase = { name: 'over' }
        await mustEnd(thread)
      }
      process.off('exit', onExit)
    },
  }
}
