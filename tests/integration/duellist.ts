import type { ClientView } from '../../framework/protocol/src/apply-frame.ts'
import type { Player } from './operator.ts'
import { connect, type MessageOf, type TestClient } from './test-client.ts'

type Intent = { readonly type: string; readonly [key: string]: unknown }
type Settled = { readonly seq: number; readonly intent: Intent; readonly outcome: 'applied' | 'refused' }

/** What may come to pass between looking and asking. Any other refusal is a mistake of this player, or of the game. */
const expectedRefusals = [
  ...['in_combat', 'stale_round', 'no_such_combat', 'not_a_participant', 'no_target', 'no_opponents', 'combat_full'],
  ...['no_fighters', 'salvage_gone', 'nothing_fits', 'no_garrison', 'sector_taken', 'no_room', 'not_in_sector'],
  ...['insufficient_fighters', 'not_enough_warp', 'not_adjacent', 'escape_pod', 'own_side'],
]

/**
 * A captain who looks for fights and never trades: attacks, braces, flees, pays, sleeps through rounds, stations
 * garrisons and collects what lies about. It numbers what it asks for, and asks again after each loss of its connection.
 */
export class Duellist {
  readonly player: Player
  readonly #zoneId: string
  readonly #random: () => number
  readonly #settled: Settled[] = []
  #open: { readonly seq: number; readonly intent: Intent } | undefined
  #client: TestClient | undefined
  #seq = 0
  /** The highest tick of which this player was told anything. */
  tick = 0
  /** `combatId round` of the last round it has decided about. */
  #decided = ''
  #isPlaying = false
  /** Promises of the server that it did not keep. */
  readonly broken: string[] = []

  constructor({ player, zoneId, random }: { player: Player; zoneId: string; random: () => number }) {
    this.player = player
    this.#zoneId = zoneId
    this.#random = random
  }

  /** Comes in and plays. `onResult` is told of each result. */
  async enter(url: string, onResult: () => void): Promise<void> {
    const client = await connect(url, this.player.token)
    this.#client = client
    await client.watch(this.#zoneId, 'delta')
    this.#isPlaying = true
    client.onMessage((message) => {
      if (client !== this.#client) return
      if (message.type === 'tick') this.tick = Math.max(this.tick, message.tick)
      if (message.type === 'intent_result') {
        this.#settle(message)
        onResult()
      }
      if (message.type === 'tick' || message.type === 'intent_result') this.#act()
    })
    this.#resend()
    this.#act()
  }

  /** Waits for the result of what it has asked for, and goes. */
  async finish(url: string): Promise<void> {
    const client = await connect(url, this.player.token)
    this.#client = client
    this.#isPlaying = false
    await client.watch(this.#zoneId)
    client.onMessage((message) => {
      if (message.type === 'intent_result') this.#settle(message)
    })
    const open = this.#open
    this.#resend()
    if (open !== undefined) await client.next('intent_result', ({ seq }) => seq === open.seq)
    await client.close()
  }

  /** What it was told to be carried out. */
  get applied(): readonly Settled[] {
    return this.#settled.filter(({ outcome }) => outcome === 'applied')
  }

  #act(): void {
    const view = this.#client?.views(this.#zoneId).at(-1)
    if (!this.#isPlaying || this.#open !== undefined || view === undefined) return
    const intent = this.#decide(view)
    if (intent === undefined) return
    this.#seq += 1
    this.#open = { seq: this.#seq, intent }
    this.#send(this.#seq, intent)
    // Impatience: now and then the same is asked for twice.
    if (this.#random() < 0.1) this.#send(this.#seq, intent)
  }

  #send(seq: number, intent: Intent): void {
    this.#client?.send({ type: 'intent', zoneId: this.#zoneId, seq, intent })
  }

  /** What has no result, and a few of what has one: they must not be carried out again. */
  #resend(): void {
    for (const { seq, intent } of this.#settled.slice(-3)) this.#send(seq, intent)
    if (this.#open !== undefined) this.#send(this.#open.seq, this.#open.intent)
  }

  #settle({ seq = 0, outcome, code = '', duplicate, tick = 0 }: MessageOf<'intent_result'>): void {
    this.tick = Math.max(this.tick, tick)
    const known = this.#settled.find((settled) => settled.seq === seq)
    const name = `${this.player.displayName}'s intent ${seq}`
    if (known === undefined) {
      if (this.#open?.seq !== seq) {
        this.broken.push(`${name} has a result, and was not asked for`)
        return
      }
      if (outcome === 'refused' && !expectedRefusals.includes(code))
        this.broken.push(`${name} was refused: ${code}, ${JSON.stringify(this.#open.intent)}`)
      this.#settled.push({ ...this.#open, outcome })
      this.#open = undefined
    } else if (known.outcome !== outcome) this.broken.push(`${name} has two results`)
    else if (duplicate !== true) this.broken.push(`${name} was settled twice`)
  }

  #decide({ entities, extras }: ClientView): Intent | undefined {
    const combat = extras.combat as { combatId: string; round: number; action: object | null } | null
    const all = [...entities.values()]
    const ownerId = this.player.playerId
    const ship = all.find((entity) => entity.kind === 'ship' && entity.ownerId === ownerId)?.data
    const sector = all.find(({ kind }) => kind === 'sector')?.data
    if (ship === undefined || sector === undefined || ship.shipType === 'escape_pod') return undefined
    const warps = sector.warps as readonly number[]
    if (combat !== null) {
      const parties = entities.get(combat.combatId)?.data.participants as unknown as readonly Party[]
      const isToll = all.some((entity) => entity.data.mode === 'toll' && entity.ownerId !== ownerId)
      return combat.action === null ? this.#fight(combat, parties, { warps, isToll }) : undefined
    }
    const fighters = Number(ship.fighters)
    const salvage = all.find(({ kind }) => kind === 'salvage')
    if (salvage !== undefined && this.#random() < 0.5) return { type: 'collect_salvage', salvageId: salvage.id }
    const others = all.filter((entity) => entity.kind === 'ship' && entity.ownerId !== ownerId)
    if (others.length > 0 && this.#random() < 0.5) return { type: 'initiate_combat' }
    return this.#roam(Number(ship.sector), fighters, warps)
  }

  /** Decides once about each round, as whoever decides twice cannot tell which one counted. */
  #fight(combat: { combatId: string; round: number }, parties: readonly Party[], where: Where) {
    const { combatId, round } = combat
    if (this.#decided === `${combatId} ${round}`) return undefined
    this.#decided = `${combatId} ${round}`
    const enemies = parties.filter(({ ownerId, fighters }) => ownerId !== this.player.playerId && fighters > 0)
    const target = this.#pick(enemies)
    const action = { type: 'combat_action', combatId, round }
    if (where.isToll && this.#random() < 0.5) return { ...action, action: 'pay' }
    const roll = this.#random()
    if (roll < 0.6 && target !== undefined)
      return { ...action, action: 'attack', targetId: target.id, commit: 1 + Math.floor(this.#random() * 80) }
    if (roll < 0.7) return { ...action, action: 'flee', toSector: this.#pick(where.warps) }
    if (roll < 0.75) return { ...action, action: 'pay' }
    if (roll < 0.95) return { ...action, action: 'brace' }
    return undefined
  }

  #roam(sector: number, fighters: number, warps: readonly number[]): Intent {
    const roll = this.#random()
    const mode = this.#pick(['offensive', 'defensive', 'toll', 'toll'])
    const quantity = 10 + Math.floor(this.#random() * 40)
    if (roll < 0.25 && fighters > 100) return { type: 'leave_fighters', sector, quantity, mode, tollAmount: 20 }
    if (roll < 0.35) return { type: 'collect_fighters', sector, quantity }
    if (roll < 0.4) return { type: 'set_garrison_mode', sector, mode, tollAmount: 15 }
    return { type: 'move', toSector: this.#pick(warps) }
  }

  #pick<Item>(items: readonly Item[]): Item | undefined {
    return items[Math.floor(this.#random() * items.length)]
  }
}

type Where = { readonly warps: readonly number[]; readonly isToll: boolean }
type Party = { readonly id: string; readonly ownerId: string; readonly fighters: number }
