import { answerCalls, tellProgress } from '../drive/answer-calls.ts'
import { commitBare } from './commit-bare.ts'
import { createZones, type ZonesToMake } from './create-zones.ts'
import { recordServer, type ServerWindow, type TickTrace } from './record-server.ts'
import { serve } from './serve.ts'
import { type BareListener, listenBare } from './write-bare.ts'

/** A Gridtick server that is measured, in a process of its own, with the packages of the checkout that it is built for. */

export type ServeRequest = {
  readonly database: string
  readonly sync: 'full' | 'normal'
  readonly liftsRates: boolean
  /** Made when it listens. */
  readonly zones?: ZonesToMake
}

export type Served = {
  readonly url: string
  readonly zoneIds: readonly string[]
  /** From the call to the open port. */
  readonly startMs: number
}

export type GridtickCalls = {
  serve(request: ServeRequest): Promise<Served>
  /** What happened since the last call. */
  take(): ServerWindow
  /** Keeps the last ticks for the bare measurements. */
  stopServing(): Promise<void>
  listenBare(): Promise<number>
  /** µs a message, of the last ticks' messages to as many open sockets of the bare listener. */
  writeBare(sockets: number): Promise<number>
  /** ms a tick, of the last ticks' changes. */
  commitBare(): Promise<number>
  stop(): Promise<void>
}

const recorder = recordServer()
/** There while it serves. */
let stopServer: (() => Promise<void>) | undefined
let served: ServeRequest | undefined
let traces: readonly TickTrace[] = []
let bare: BareListener | undefined

const calls: GridtickCalls = {
  async serve(request) {
    const startedAt = performance.now()
    const { server, operator } = await serve({ ...request, port: 0, telemetry: recorder.telemetry })
    const startMs = performance.now() - startedAt
    served = request
    stopServer = () => server.stop()
    const { url } = server
    const zoneIds = request.zones ? await createZones({ url, operator, tell: tellProgress }, request.zones) : []
    return { url, zoneIds, startMs }
  },
  take: () => recorder.take(),
  async stopServing() {
    traces = recorder.traces()
    await stopServer?.()
    stopServer = undefined
  },
  async listenBare() {
    bare = await listenBare()
    return bare.port
  },
  async writeBare(sockets) {
    if (bare === undefined) throw new Error('listenBare comes first.')
    return bare.write(traces, sockets)
  },
  async commitBare() {
    if (served === undefined) throw new Error('serve comes first.')
    return commitBare(traces, served)
  },
  async stop() {
    await bare?.close()
    await stopServer?.()
    recorder.stop()
  },
}

answerCalls(calls)
