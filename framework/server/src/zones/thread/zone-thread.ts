import { Worker } from 'node:worker_threads'
import {
  type Clock,
  fromZoneFault,
  type Logger,
  StorageError,
  type Telemetry,
  type ZoneFault,
} from '@gridtick/engine/ports'
import type { ModuleFiles } from '../../process/blame-error.ts'
import { layoutOf } from '../../process/watchdog/hook-board.ts'
import { takeNotes } from './send-notes.ts'
import { closeGate } from './storage-gate.js'
import type {
  FromZones,
  ThreadAnswer,
  ThreadArgument,
  ThreadCallName,
  ThreadOrders,
  ToZones,
} from './thread-messages.ts'

/** A thread with zones, from its start to its end. */
export type ZoneThread = {
  readonly threadId: number
  /** Where to write whom it was ended for; undefined: nowhere. */
  readonly reportPath: string | undefined
  /** The files of its modules, by their names. */
  readonly moduleFiles: ModuleFiles
  /** Rejects as the zones do, and with a StorageError where the thread ends before it answered. */
  ask<Name extends ThreadCallName>(name: Name, argument: ThreadArgument<Name>): Promise<ThreadAnswer<Name>>
  post(message: Uint8Array): void
  /** Ends it, whatever it does. Resolves when it is gone: its storage is free then. False: it is not, after `withinMs`. */
  end(withinMs: number): Promise<boolean>
}

export type ThreadListener = {
  readonly logger: Logger
  readonly telemetry: Telemetry
  onLink(message: Uint8Array): void
  onCorrupt(fault: ZoneFault): void
  onDoubt(text: string, stack: string | undefined): void
  /** It ended, and nobody had ended it. `hasExited`: not by an error, so code of it called `process.exit()`. */
  onEnd(reason: Error, hasExited: boolean): void
}

/** Files of modules are imported within this time, ms: one that never comes to an end is watched by nobody yet. */
const importMs = 30_000
/** A thread that is ended is gone within this time, or the process has to end, ms. */
export const endMs = 5_000

/**
 * Resolves when its storage is open and it waits to begin. Rejects as the storage does, as a file does that cannot be read
 * or imported in time, and where `signal` ends it before.
 */
export function startZoneThread(
  orders: ThreadOrders,
  {
    clock,
    signal,
    ...listener
  }: ThreadListener & { readonly clock: Pick<Clock, 'after'>; readonly signal: AbortSignal },
): Promise<ZoneThread> {
  const worker = new Worker(new URL('./thread.js', import.meta.url), { name: 'zones', workerData: orders })
  const { signs, namedSign } = layoutOf(orders.board)
  const waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>()
  let lastId = 0
  let isEnding = false
  let hasOpened = false
  let hasFailed = false
  let reason = new Error('the thread of the zones ended by itself')
  const send = (message: ToZones, transfer: ArrayBuffer[] = []) => worker.postMessage(message, transfer)
  const exited = new Promise<void>((resolve) => worker.once('exit', () => resolve()))

  const takeWaiting = (id: number) => {
    const one = waiting.get(id)
    waiting.delete(id)
    return one
  }

  const failAll = () => {
    const message = 'the thread of the zones ended before it answered'
    for (const { reject } of waiting.values()) reject(new StorageError('unknown', message))
    waiting.clear()
  }

  worker.on('error', (error) => {
    hasFailed = true
    reason = error instanceof Error ? error : new Error(String(error))
  })

  /** Ends it, whatever it does. False: it is not gone after `withinMs`. */
  const end = async (withinMs: number): Promise<boolean> => {
    isEnding = true
    failAll()
    const isElsewhere = () => Atomics.load(signs, namedSign) !== 0
    let cancel = () => {}
    const tooLate = new Promise<false>((resolve) => {
      cancel = clock.after(withinMs, () => resolve(false))
    })
    const ended = closeGate(orders.gate, { withinMs, isElsewhere }).then(async (isClosed) => {
      if (isClosed) await worker.terminate()
      return isClosed
    })
    return await Promise.race([ended, exited.then(() => true), tooLate]).finally(cancel)
  }

  return new Promise((resolve, reject) => {
    const endUnopened = (why: Error) => {
      reason = why
      void end(endMs).finally(() => reject(why))
    }
    const cancelImport = clock.after(importMs, () => endUnopened(notImported(orders)))
    const onAbort = () => {
      if (!hasOpened) endUnopened(new StorageError('busy', 'the server stops'))
    }
    signal.addEventListener('abort', onAbort)

    void exited.then(() => {
      cancelImport()
      signal.removeEventListener('abort', onAbort)
      failAll()
      if (!hasOpened) reject(reason)
      else if (!isEnding) listener.onEnd(reason, !hasFailed)
    })
    worker.on('message', (message: FromZones) => {
      switch (message.t) {
        case 'imported':
          return cancelImport()
        case 'opened':
          hasOpened = true
          return resolve(threadOf(message))
        case 'refused':
          reason = fromZoneFault(message.fault)
          return
        case 'link':
          return isEnding ? undefined : listener.onLink(message.message)
        case 'answer':
          return takeWaiting(message.id)?.resolve(message.value)
        case 'failed':
          return takeWaiting(message.id)?.reject(fromZoneFault(message.fault))
        case 'notes':
          takeNotes(message.notes, listener)
          return send({ t: 'taken', notes: message.notes.length })
        case 'corrupt':
          return listener.onCorrupt(message.fault)
        case 'doubt':
          return listener.onDoubt(message.text, message.stack)
      }
    })
  })

  function threadOf({ reportPath, moduleFiles }: Extract<FromZones, { t: 'opened' }>): ZoneThread {
    return {
      threadId: worker.threadId,
      reportPath,
      moduleFiles,
      ask: (name, argument) =>
        new Promise((resolve, reject) => {
          lastId += 1
          waiting.set(lastId, { resolve: resolve as (value: unknown) => void, reject })
          send({ t: 'ask', id: lastId, name, argument })
        }),
      post: (message) => send({ t: 'link', message }, [message.buffer as ArrayBuffer]),
      end,
    }
  }
}

function notImported({ modules: { from } }: ThreadOrders): Error {
  const seconds = importMs / 1_000
  return new Error(`${from} was not imported within ${seconds} s: it, or what it imports, does not come to an end`)
}
