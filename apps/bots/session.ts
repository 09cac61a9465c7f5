import type { Captain } from './captain.ts'
import { type Connection, openConnection } from './connection.ts'
import { requestFor } from './give-order.ts'
import { readSituation } from './situation.ts'
import type { Tally } from './tally.ts'
import { type View, viewAfter } from './view.ts'
import type { Data, DeltaFrame, FullFrame, Intent, IntentResult, ServerMessage } from './wire.ts'

/** How the time of a captain at one socket ended. */
export type SessionEnd =
  | { readonly kind: 'lost'; readonly reason: string; readonly waitMs: number }
  /** Left the region by its own will. */
  | { readonly kind: 'retired' }
  /** Nobody can play there any more, or not as this guest. */
  | { readonly kind: 'over'; readonly reason: string }
  /** The server does not know the guest any more. */
  | { readonly kind: 'signed-out' }

type SessionOptions = {
  readonly url: string
  readonly zoneId: string
  readonly thinkMs: number
  readonly tally: Tally
  /** When it is aborted, the captain leaves. */
  readonly signal: AbortSignal
  readonly onPlaying: () => void
}

const closeCodes = { badToken: 4401, superseded: 4409 } as const

/** A captain who was refused for reasons that pass asks again after so many ms. */
const tooSoonMs = 2_000

/** One socket's worth of playing: says hello, watches the region, and acts, until the socket is gone. */
export function playSession(captain: Captain, options: SessionOptions): Promise<SessionEnd> {
  return new Promise((resolve) => {
    const session = new Session(captain, options, resolve)
    session.start()
  })
}

class Session {
  readonly #captain: Captain
  readonly #options: SessionOptions
  readonly #finish: (end: SessionEnd) => void
  #connection: Connection | undefined
  #view: View | undefined
  #thinking: NodeJS.Timeout | undefined
  /** ms of the monotonic clock before which nothing is asked for. */
  #quietUntil = 0
  /** An intent was applied in this tick, whose frame is still to come; or never comes, if it changed nothing in sight. */
  #settledTick = 0
  #seenTick = 0
  #isPlotting = false
  #isLeaving = false
  #waitMs = 0
  #over: string | undefined

  constructor(captain: Captain, options: SessionOptions, finish: (end: SessionEnd) => void) {
    this.#captain = captain
    this.#options = options
    this.#finish = finish
  }

  start(): void {
    const { url, signal, thinkMs } = this.#options
    const leave = () => this.#leave()
    this.#connection = openConnection(url, {
      onOpen: () => this.#send({ type: 'hello', token: this.#captain.guest.token, client: 'bots/1' }),
      onMessage: (message) => this.#take(message),
      onClose: ({ code, reason }) => {
        clearInterval(this.#thinking)
        signal.removeEventListener('abort', leave)
        this.#finish(this.#endFor(code, reason))
      },
    })
    signal.addEventListener('abort', leave)
    if (signal.aborted) leave()
    this.#thinking = setInterval(() => this.#think(), thinkMs)
  }

  #send(message: object): void {
    this.#connection?.send(message)
  }

  #leave(): void {
    this.#isLeaving = true
    if (this.#view === undefined) this.#connection?.close()
    else this.#send({ type: 'leave', zoneId: this.#options.zoneId })
  }

  #endFor(code: number, reason: string): SessionEnd {
    if (this.#over !== undefined) return { kind: 'over', reason: this.#over }
    if (this.#isLeaving) return { kind: 'retired' }
    if (code === closeCodes.superseded) return { kind: 'over', reason: 'somebody else plays as this guest' }
    if (code === closeCodes.badToken) return { kind: 'signed-out' }
    return { kind: 'lost', reason: `${code}${reason === '' ? '' : ` ${reason}`}`, waitMs: this.#waitMs }
  }

  #take(message: ServerMessage): void {
    const { zoneId } = this.#options
    switch (message.type) {
      case 'welcome':
        this.#send({ type: 'subscribe', zoneId, mode: 'delta', ref: 'join' })
        break
      case 'subscribed':
        this.#begin()
        break
      case 'tick':
        this.#see(message)
        break
      case 'intent_result':
        this.#settle(message)
        break
      case 'query_result':
        this.#isPlotting = false
        this.#noteCourse(message.result)
        break
      case 'unsubscribed':
        this.#connection?.close()
        break
      case 'zone_status':
        if (message.status === 'finished' || message.status === 'deleted') this.#end(`the region is ${message.status}`)
        break
      case 'error':
        this.#complain(message)
        break
      case 'bye':
        this.#waitMs = message.reconnectAfterMs
        break
    }
  }

  #begin(): void {
    const { pending } = this.#captain
    this.#view = { entities: new Map(), extras: {} }
    this.#options.onPlaying()
    if (pending !== undefined) this.#send({ type: 'intent', zoneId: this.#options.zoneId, ...pending })
  }

  #see(frame: FullFrame | DeltaFrame): void {
    const { tally } = this.#options
    tally.frame()
    this.#seenTick = frame.tick
    for (const event of frame.events) {
      tally.hear(event)
      this.#captain.notes.hear(event)
    }
    this.#view = viewAfter(this.#view ?? { entities: new Map(), extras: {} }, frame)
    this.#count()
  }

  /** Keeps the books of what the ship has won and lost. */
  #count(): void {
    const captain = this.#captain
    const situation = this.#view && readSituation(this.#view, { ...captain, playerId: captain.guest.playerId })
    if (situation === undefined) return
    const { ship, warps, notes } = situation
    notes.see(ship.sector, warps)
    const score = this.#options.tally.scores[captain.strategyName]
    score.creditsEarned += ship.credits - (captain.credits ?? ship.credits)
    if (ship.shipType === 'escape_pod' && captain.shipType !== ship.shipType && captain.shipType !== undefined)
      score.shipsLost += 1
    captain.credits = ship.credits
    captain.shipType = ship.shipType
  }

  #think(): void {
    const captain = this.#captain
    const isBusy = captain.pending !== undefined || this.#isPlotting || this.#isLeaving
    if (isBusy || this.#view === undefined || performance.now() < this.#quietUntil) return
    if (this.#seenTick < this.#settledTick) {
      this.#settledTick = 0
      return
    }
    const situation = readSituation(this.#view, { ...captain, playerId: captain.guest.playerId })
    if (situation === undefined) return
    const request = requestFor(captain, situation)
    if (request.kind === 'intent') this.#ask(request.intent)
    if (request.kind === 'plot') this.#plot(request.to)
    if (request.kind === 'retire') this.#leave()
  }

  #ask(intent: Intent): void {
    const captain = this.#captain
    captain.seq += 1
    captain.pending = { seq: captain.seq, intent }
    this.#send({ type: 'intent', zoneId: this.#options.zoneId, ...captain.pending })
  }

  #settle({ seq, outcome, tick = 0, code = '', retryAfterMs }: IntentResult): void {
    const captain = this.#captain
    const { tally } = this.#options
    if (captain.pending === undefined || seq !== captain.pending.seq) return
    captain.pending = undefined
    this.#settledTick = tick
    if (outcome === 'applied') {
      tally.scores[captain.strategyName].applied += 1
      return
    }
    tally.refused(captain.strategyName, code)
    if (retryAfterMs === undefined) captain.refusal = code
    else this.#quietUntil = performance.now() + retryAfterMs
  }

  #plot(to: number): void {
    this.#isPlotting = true
    this.#send({ type: 'query', zoneId: this.#options.zoneId, name: 'plot_course', input: { to }, ref: 'course' })
  }

  #noteCourse({ path, error }: Data): void {
    if (error === undefined) this.#captain.course = path as readonly number[]
    else this.#captain.refusal = 'unreachable'
  }

  /** What is not about an intent: the join was refused, a query failed, or there was too much of something. */
  #complain({ code, ref, retryAfterMs = tooSoonMs }: { code: string; ref?: string; retryAfterMs?: number }): void {
    this.#options.tally.refused(this.#captain.strategyName, code)
    this.#quietUntil = performance.now() + retryAfterMs
    if (ref === 'course') this.#isPlotting = false
    if (ref !== 'join') return
    if (code === 'not_found' || code === 'zone_deleted') this.#over = 'there is no such region any more'
    this.#waitMs = Math.max(retryAfterMs, tooSoonMs)
    this.#connection?.close()
  }

  #end(reason: string): void {
    this.#over = reason
    this.#connection?.close()
  }
}
