import type {
  Bot,
  BotAction,
  BotOutcome,
  BotRandom,
  EndReason,
  GameEventHeard,
  IntentResult,
  JoinedZone,
} from 'gridtick/client'
import type { Tally } from '../report/tally.ts'

/** Events that a bot has not been asked about since; of more the latest are kept. */
const unheardMax = 1_000

/** Who is told to stop has this long to hear what became of the last action; after it, that counts as lost. */
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

export type Player = {
  readonly bot: Bot
  readonly memory: unknown
  readonly random: BotRandom
  readonly role: string
  readonly thinkMs: number
}

/** Plays in a zone that was joined: asks the bot, does what it says, and tells it what became of that. */
export function playZone(
  zone: JoinedZone,
  player: Player,
  { tally, signal }: { readonly tally: Tally; readonly signal: AbortSignal },
): Promise<PlayEnd> {
  return new Promise((resolve) => {
    const session = new PlaySession(zone, player, tally, resolve)
    session.start(signal)
  })
}

class PlaySession {
  readonly #zone: JoinedZone
  readonly #player: Player
  readonly #tally: Tally
  readonly #finish: (end: PlayEnd) => void
  #thinking: NodeJS.Timeout | undefined
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

  constructor(zone: JoinedZone, player: Player, tally: Tally, finish: (end: PlayEnd) => void) {
    this.#zone = zone
    this.#player = player
    this.#tally = tally
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
    if (status === 'paused') this.#tally.failed(`zones paused${code === undefined ? '' : ` (${code})`}`)
    if (status === 'finished') this.#end({ kind: 'ended', reason: 'removed', message: 'The game is over.' })
  }

  #see(tick: number, events: readonly GameEventHeard[]): void {
    this.#seenTick = tick
    for (const event of events) this.#tally.heard(event.event)
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
    this.#tally.settled(this.#player.role, result, performance.now() - sentAt)
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
    this.#tally.answered(performance.now() - sentAt)
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
      const isSettled = await Promise.race([this.#busy.then(() => true), isStillOpenAfter(settleMs)])
      if (!isSettled) this.#tally.failed('actions without a result')
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

function isStillOpenAfter(ms: number): Promise<false> {
  return new Promise((resolve) => setTimeout(() => resolve(false), ms).unref())
}
