import inspector from 'node:inspector'
import { parentPort, workerData } from 'node:worker_threads'
import { createLinkHost, type HostHalf, thrownText } from '@gridtick/engine'
import { systemClock, toZoneFault } from '@gridtick/engine/ports'
import { catchStrayErrors } from '../../process/catch-stray-errors.ts'
import { createHookBoard } from '../../process/watchdog/hook-board.ts'
import { loadModules } from '../modules-option.ts'
import { isNamed } from '../named.ts'
import { openZoneHalf } from '../open-zone-half.ts'
import { filesOfModules } from './files-of-modules.ts'
import { logExit } from './log-exit.ts'
import { createNoteSender } from './send-notes.ts'
import { serveCalls } from './serve-calls.ts'
import { createGateKeeper } from './storage-gate.js'
import type { FromZones, ThreadOrders, ToZones } from './thread-messages.ts'

/** How often the event loop of the zones says that it goes round, ms. */
const beatMs = 250

/** The program of the thread of the zones: opens them, and does what the thread of the sockets asks for. */
export async function runZoneThread(): Promise<void> {
  const port = parentPort
  if (port === null) throw new TypeError('zones run like this on a thread of their own only')
  const orders = workerData as ThreadOrders
  const post = (message: FromZones) => port.postMessage(message)
  const notes = createNoteSender({ post: (sent) => post({ t: 'notes', notes: sent }) })
  logExit(notes.logger)
  let link: HostHalf | undefined
  let serve: ReturnType<typeof serveCalls> | undefined

  port.on('message', (message: ToZones) => {
    if (message.t === 'link') link?.receive(message.message)
    else if (message.t === 'ask') serve?.(message)
    else notes.taken(message.notes)
  })
  try {
    const half = await openZones(orders, {
      notes,
      post,
      onLink: (made) => {
        link = made
      },
    })
    serve = serveCalls(half, post)
    post({ t: 'opened', reportPath: half.reportPath, moduleFiles: half.moduleFiles })
  } catch (error) {
    post({ t: 'refused', fault: toZoneFault(error) })
    port.close()
  }
}

async function openZones(
  orders: ThreadOrders,
  to: {
    readonly notes: ReturnType<typeof createNoteSender>
    readonly post: (message: FromZones) => void
    readonly onLink: (link: HostHalf) => void
  },
) {
  const { limits, storage, catchesStrays } = orders
  const { notes, post, onLink } = to
  const { logger, telemetry } = notes
  const board = createHookBoard(orders.board)
  const gate = createGateKeeper(orders.gate)
  const modules = await loadModules(orders.modules)
  const moduleFiles = filesOfModules(modules, orders)
  post({ t: 'imported' })
  // To open the storage is an operation of it, too.
  gate.enter()
  const half = await openZoneHalf({
    ...orders,
    storage: isNamed(storage) ? { storage } : storage,
    modules,
    moduleFiles,
    clock: systemClock,
    logger,
    telemetry,
    board,
    gate,
    connect(host) {
      // Each message has memory of its own, which is handed over.
      const link = createLinkHost({
        host,
        limits,
        logger,
        post: (message) => parentPort?.postMessage({ t: 'link', message }, [message.buffer as ArrayBuffer]),
      })
      onLink(link)
      return link
    },
    onCorrupt: (error) => post({ t: 'corrupt', fault: toZoneFault(error) }),
    watch({ strays, running }) {
      const beat = () => board.beat(inspector.url() !== undefined)
      beat()
      const heart = setInterval(beat, beatMs)
      const onDoubt = (error: unknown) =>
        post({ t: 'doubt', text: thrownText(error), stack: error instanceof Error ? error.stack : undefined })
      const letGo = catchesStrays ? catchStrayErrors({ strays, running, onDoubt }) : () => {}
      return () => {
        clearInterval(heart)
        letGo()
      }
    },
  })
  gate.leave()
  return { ...half, moduleFiles }
}
