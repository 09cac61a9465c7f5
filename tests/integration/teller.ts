import type { Player } from './operator.ts'
import { connect, type MessageOf, type TestClient } from './test-client.ts'

type Transfer = { readonly key: string; readonly from: number; readonly to: number; readonly cents: number }

/** Intents that are on their way at the same time. */
const windowLength = 8

/**
 * A player of the bank as a good client is: it numbers what it asks for, keeps it until there is a result, and after
 * each loss of its connection asks again under the same numbers. It remembers all that it was told.
 */
export class Teller {
  readonly player: Player
  readonly #zoneId: string
  readonly #accounts: number
  readonly #random: () => number
  /** Asked for, and not told what became of it. */
  readonly #open = new Map<number, Transfer>()
  readonly #told = new Map<number, { readonly transfer: Transfer; readonly outcome: 'applied' | 'refused' }>()
  #client: TestClient | undefined
  #seq = 0
  #tick = 0
  resent = 0
  /** Promises of the server that it did not keep. */
  readonly broken: string[] = []

  constructor(options: { player: Player; zoneId: string; accounts: number; random: () => number }) {
    this.player = options.player
    this.#zoneId = options.zoneId
    this.#accounts = options.accounts
    this.#random = options.random
  }

  /** Comes in, with or without a connection before, and goes on asking. `onResult` is told of each result. */
  async enter(url: string, onResult: () => void): Promise<void> {
    const client = await connect(url, this.player.token)
    this.#client = client
    const frame = await client.watch(this.#zoneId, 'delta')
    const { lastSeq } = await client.next('subscribed')
    const highest = Math.max(0, ...this.#told.keys())
    if (lastSeq < highest) this.broken.push(`lastSeq is ${lastSeq}, and ${highest} was settled before`)
    this.#see(frame)
    client.onMessage((message) => {
      if (message.type === 'tick') this.#see(message)
      if (message.type !== 'intent_result' || client !== this.#client) return
      this.#settle(message)
      onResult()
      this.#ask(client)
    })
    this.#resend(client)
    this.#ask(client)
  }

  leave(): void {
    this.#client?.socket.terminate()
  }

  /** Takes what is on its way to an end, and asks for nothing more. */
  async finish(url: string): Promise<void> {
    const client = await connect(url, this.player.token)
    this.#client = client
    await client.watch(this.#zoneId)
    client.onMessage((message) => {
      if (message.type === 'intent_result') this.#settle(message)
    })
    const open = [...this.#open.keys()]
    this.#resend(client)
    await Promise.all(open.map((seq) => client.next('intent_result', (result) => result.seq === seq)))
    await client.close()
  }

  /** Keys of what this player was told to be so. */
  told(outcome: 'applied' | 'refused'): readonly string[] {
    return [...this.#told.values()].flatMap((told) => (told.outcome === outcome ? [told.transfer.key] : []))
  }

  get asked(): number {
    return this.#seq
  }

  #ask(client: TestClient): void {
    while (this.#open.size < windowLength) {
      this.#seq += 1
      const from = Math.floor(this.#random() * this.#accounts)
      const to = (from + 1 + Math.floor(this.#random() * (this.#accounts - 1))) % this.#accounts
      const cents = 1 + Math.floor(this.#random() * 400)
      const transfer = { key: `${this.player.displayName}-${this.#seq}`, from, to, cents }
      this.#open.set(this.#seq, transfer)
      this.#send(client, this.#seq, transfer)
      // Impatience: now and then the same is asked for twice.
      if (this.#random() < 0.1) this.#send(client, this.#seq, transfer)
    }
  }

  /** What has no result, and a few of what has one: they must not be carried out again. */
  #resend(client: TestClient): void {
    const settled = [...this.#told].slice(-4).map(([seq, { transfer }]) => [seq, transfer] as const)
    for (const [seq, transfer] of [...settled, ...this.#open]) {
      this.resent += 1
      this.#send(client, seq, transfer)
    }
  }

  #send(client: TestClient, seq: number, transfer: Transfer): void {
    client.send({ type: 'intent', zoneId: this.#zoneId, seq, intent: { type: 'transfer', ...transfer } })
  }

  #settle({ seq = 0, outcome, code, duplicate, tick = 0 }: MessageOf<'intent_result'>): void {
    const known = this.#told.get(seq)
    const transfer = this.#open.get(seq) ?? known?.transfer
    if (transfer === undefined) this.broken.push(`a result of number ${seq}, which was never sent`)
    else if (outcome === 'refused' && code !== 'no_funds') this.broken.push(`${transfer.key} was refused: ${code}`)
    else if (known !== undefined && known.outcome !== outcome) this.broken.push(`${transfer.key}: two results`)
    else if (known !== undefined && duplicate !== true) this.broken.push(`${transfer.key}: settled twice`)
    else {
      this.#open.delete(seq)
      this.#told.set(seq, { transfer, outcome })
    }
    this.#tick = Math.max(this.#tick, tick)
  }

  /** Ticks never go back, and money is neither made nor lost in any of them. */
  #see({ tick }: MessageOf<'tick'>): void {
    if (tick < this.#tick) this.broken.push(`tick ${tick} was shown after ${this.#tick}`)
    this.#tick = Math.max(this.#tick, tick)
    const view = this.#client?.views(this.#zoneId).at(-1)
    const sum = [...(view?.entities.values() ?? [])].reduce((cents, { data }) => cents + Number(data.cents), 0)
    if (sum !== this.#accounts * 1_000) this.broken.push(`${sum} cents are shown in tick ${tick}`)
  }
}
