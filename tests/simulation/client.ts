import type { Link, World } from '../zone/world.ts'

type Wish = { readonly seq: number; readonly type: string; readonly payload: object; isSent: boolean }

/**
 * A player as a good client plays: it numbers what it asks for, sends in order, and sends again whatever has no result
 * when it lost its connection or was told to try later.
 */
export class SimulatedClient {
  readonly playerId: string
  readonly #world: World
  #seq = 0
  #wishes: Wish[] = []
  #resultsSeen = 0
  link: Link | undefined
  /** How each number ended. */
  readonly outcomes = new Map<number, string>()
  /** Everything that was ever sent to it. */
  readonly links: Link[] = []

  constructor(world: World, playerId: string) {
    this.#world = world
    this.playerId = playerId
  }

  get isWaiting(): boolean {
    return this.#wishes.length > 0
  }

  get lastSeq(): number {
    return this.#seq
  }

  wish(type: string, payload: object): void {
    this.#seq += 1
    this.#wishes.push({ seq: this.#seq, type, payload, isSent: false })
  }

  /** False: the server could not do it now. */
  async connect(mode: 'full' | 'delta' = 'delta'): Promise<boolean> {
    const link = this.#world.open(this.playerId)
    this.links.push(link)
    const answer = await this.#world.watch(link, mode).catch(() => 'failed')
    if (answer === 'failed' || link.player.refusals.length > 0) {
      this.#world.drop(link)
      return false
    }
    this.link = link
    this.#resultsSeen = 0
    for (const wish of this.#wishes) wish.isSent = false
    return true
  }

  disconnect(): void {
    if (this.link !== undefined) this.#world.drop(this.link)
    this.link = undefined
  }

  /** The server is gone, and the connection with it. */
  forget(): void {
    this.link = undefined
  }

  /** Sends what is to be sent, until the server says: later. */
  async send(): Promise<void> {
    for (const wish of this.#wishes) {
      if (this.link === undefined) return
      if (wish.isSent) continue
      const { seq, type, payload } = wish
      const receipt = await this.#world.intent(this.link, type, payload, { seq }).catch(() => undefined)
      if (receipt === undefined || (!receipt.accepted && isLater(receipt.refused.code))) return
      wish.isSent = true
    }
  }

  /** Sends something once more that was sent already. */
  async resend(seq: number, type: string, payload: object): Promise<void> {
    if (this.link !== undefined) await this.#world.intent(this.link, type, payload, { seq }).catch(() => undefined)
  }

  /** Reads what came. A second first result of one number is an error. */
  read(): void {
    const results = this.link?.player.results ?? []
    for (const { seq = 0, outcome, code, duplicate } of results.slice(this.#resultsSeen)) {
      if (code !== undefined && isLater(code)) continue
      this.#wishes = this.#wishes.filter((wish) => wish.seq !== seq)
      const result = code ?? outcome
      const known = this.outcomes.get(seq)
      if (code === 'seq_too_old') continue
      if (known !== undefined && (known !== result || duplicate !== true))
        throw new Error(`${this.playerId} was told of ${seq}: ${known}, then ${result}`)
      this.outcomes.set(seq, result)
    }
    this.#resultsSeen = results.length
  }
}

function isLater(code: string): boolean {
  return ['storage_unavailable', 'queue_full', 'not_a_member', 'zone_paused'].includes(code)
}
