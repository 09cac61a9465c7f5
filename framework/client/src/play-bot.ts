import type { Bot, BotAction, BotOutcome, BotRandom } from './define-bot.ts'
import type { EndReason, GameEventHeard, IntentResult, JoinedZone } from './joined-zone.ts'

/** Events that a bot has not been asked about since; of more the latest are kept. */
const unheardMax = 1_000

/** A bot that has to stop has this long to hear what became of the last action; after it, that counts as lost. */
const settleMs = 5_000

/** How a player's time in a zone ended. */
export type PlayEnd =
  /** By its own will. */
  | { readonly kind: 'left' }
  /** It was told to stop. */
  | { readonly kind: 'stopped' }
  | { readonly kind: 'ended'; readonly reason: EndReason; readonly message: string }
  /** The bot itself cannot go on. */
  | { readonly kind: 'broken'; readonly message: string }

/** Who plays by a bot. */
export type BotPlayer = {
  readonly bot: Bot
  /** What the bot's `create` made. */
  readonly memory: unknown
  readonly random: BotRandom
  /** Between two decisions. */
  readonly thinkMs: number
}

/** What is reported while a bot plays. Times are in ms. */
export type BotReport = {
  /** It was told of an event. */
  heard?(event: string): void
  /** An intent of it was settled, so long after it was sent. */
  settled?(result: IntentResult, tookMs: number): void
  /** A query of it was answered, or refused. */
  answered?(tookMs: number): void
  /** Something is not as it should be, in words. */
  failed?(what: string): void
}

/** Plays in a zone that was joined: asks the bot, does what it says, and tells it what became of that. */
export function playBot(
  zone: JoinedZone,
  player: BotPlayer,
  { report = {}, signal }: { readonly report?: BotReport; readonly signal: AbortSignal },
): Promise<PlayEnd> {
  return new Promise((resolve) => {
    const session = new PlaySession(zone, player, report, resolve)
    session.start(signal)
  })
}

class PlaySession {
  readonly #zone: JoinedZone
  readonly #player: BotPlayer
  readonly #report: BotReport
  readonly #finish: (end: PlayEnd) => void
  #thinking: ReturnType<typeof setTimeout> | undefined
  #listeners: (() => void)[] = []
  #unheard: GameEventHeard[] = []
  /** The action whose result is still to come. */
  #busy: Promise<unknown> | undefined
  #last: BotOutcome | undefined
  /** An intent was applied in this tick, whose frame is still to come; or never comes, if it changed nothing in sight. */
  #settledTick = 0
  /** ms of the monotonic clock before which nothing is asked for. */
  #quietUntil = 0
  #seenTick: number
  #isOver = false

  constructor(zone: JoinedZone, player: BotPlayer, report: BotReport, finish: (end: PlayEnd) => void) {
    this.#zone = zone
    this.#player = player
    this.#report = report
    this.#finish = finish
    this.#seenTick = zone.view.tick
  }

  start(signal: AbortSignal): void {
    const stop = () => void this.#stop()
    signal.addEventListener('abort', stop)
    this.#listeners = [
      this.#zone.on('tick', ({ view, events }) => this.#see(view.tick, events)),
      this.#zone.on('status', ({ status, code }) => this.#heed(status, code)),
      this.#zone.on('ended', ({ reason, message }) => this.#end({ kind: 'ended', reason, message })),
      () => signal.removeEventListener('abort', stop),
    ]
    const { random, thinkMs } = this.#player
    // A crowd that came at once does not think at once.
    this.#thinking = setTimeout(() => {
      this.#thinking = setInterval(() => this.#think(), thinkMs)
    }, random.float() * thinkMs)
    // Last, for it may end all this.
    this.#heed(this.#zone.status, undefined)
    if (signal.aborted) stop()
  }

  #heed(status: JoinedZone['status'], code: string | undefined): void {
    if (status === 'paused') this.#report.failed?.(`zones paused${code === undefined ? '' : ` (${code})`}`)
    if (status === 'finished') this.#end({ kind: 'ended', reason: 'removed', message: 'The game is over.' })
  }

  #see(tick: number, events: readonly GameEventHeard[]): void {
    this.#seenTick = tick
    for (const event of events) this.#report.heard?.(event.event)
    this.#unheard = [...this.#unheard, ...events].slice(-unheardMax)
  }

  #think(): void {
    if (this.#busy !== undefined || this.#isOver || performance.now() < this.#quietUntil) return
    if (this.#zone.status !== 'open') return
    if (this.#seenTick < this.#settledTick) {
      this.#settledTick = 0
      return
    }
    const action = this.#decide()
    this.#last = undefined
    if (action === undefined) return
    if (action === 'leave') return void this.#leave()
    const done = 'query' in action ? this.#query(action.query, action.input) : this.#send(action.type, action.payload)
    this.#busy = done.finally(() => {
      this.#busy = undefined
    })
  }

  #decide(): BotAction | undefined {
    const { bot, memory, random } = this.#player
    const { view, playerId } = this.#zone
    const events = this.#unheard
    this.#unheard = []
    try {
      return bot.act({ view, playerId, memory, events, last: this.#last, random, now: Date.now() })
    } catch (error) {
      const text = error instanceof Error ? (error.stack ?? error.message) : String(error)
      this.#end({ kind: 'broken', message: `the bot of ${this.#zone.module} failed: ${text}` })
      return undefined
    }
  }

  async #send(intent: string, payload: Parameters<JoinedZone['send']>[1]): Promise<void> {
    const sentAt = performance.now()
    // The only rejection is that client or zone have ended, of which the zone tells by itself.
    const result = await this.#zone.send(intent, payload).catch(() => undefined)
    if (result === undefined) return
    this.#report.settled?.(result, performance.now() - sentAt)
    this.#last = { intent, result }
    this.#rest(result)
  }

  #rest(result: IntentResult): void {
    if (result.outcome === 'applied') this.#settledTick = result.tick
    else if (result.retryAfterMs !== undefined) this.#quietUntil = performance.now() + result.retryAfterMs
  }

  async #query(query: string, input: Parameters<JoinedZone['query']>[1]): Promise<void> {
    const sentAt = performance.now()
    const answer = await this.#zone.query(query, input).catch(() => undefined)
    this.#report.answered?.(performance.now() - sentAt)
    this.#last = { query, answer: answer?.result }
  }

  async #leave(): Promise<void> {
    this.#isOver = true
    await this.#zone.leave().catch(() => {})
    this.#end({ kind: 'left' })
  }

  async #stop(): Promise<void> {
    this.#isOver = true
    if (this.#busy !== undefined) {
      if (!(await isDoneWithin(settleMs, this.#busy))) this.#report.failed?.('actions without a result')
    }
    this.#end({ kind: 'stopped' })
  }

  /** Only the first end counts. */
  #end(end: PlayEnd): void {
    this.#isOver = true
    clearInterval(this.#thinking)
    for (const stop of this.#listeners) stop()
    this.#listeners = []
    this.#finish(end)
  }
}

async function isDoneWithin(ms: number, work: Promise<unknown>): Promise<boolean> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), ms)
  })
  const isDone = await Promise.race([work.then(() => true), late])
  clearTimeout(timer)
  return isDone
}
