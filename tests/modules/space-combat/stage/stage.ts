import { type TestZone, testZone } from '@gridtick/testing'
import type { CreateOf, GameModule } from 'gridtick'
import { expect } from 'vitest'
import type { RegionConfig } from '../../../../modules/space-combat/config.ts'
import {
  type Encounter,
  type Garrison,
  type kinds,
  type Salvage,
  type Ship,
  shipId,
  type Thing,
} from '../../../../modules/space-combat/kinds.ts'
import { spaceCombat } from '../../../../modules/space-combat/space-combat.ts'
import { type Frame, shortFrame } from './frames.ts'
import { type Props, withProps } from './props.ts'

export type Setting = Props & {
  readonly config?: object
  readonly seed?: number
  readonly everyMs?: number
  readonly mode?: 'full' | 'delta'
  /** Whose captains do not come: their ships are there all the same. */
  readonly absent?: readonly string[]
}

/** The region of ten sectors in which all is already as a test needs it, before anybody has heard of anything. */
export async function stage(setting: Setting) {
  const { ships, config = {}, absent = [] } = setting
  const { seed = 1, everyMs = 500, mode = 'delta' } = setting
  const staged = {
    ...spaceCombat,
    createZone(context: Parameters<typeof spaceCombat.createZone>[0]) {
      const region = spaceCombat.createZone(context) as { readonly create: readonly CreateOf<typeof kinds>[] }
      const start = context as unknown as { readonly config: RegionConfig; readonly now: number }
      return { ...region, create: withProps(setting, region.create, start) }
    },
  }
  const options = { config: { map: 'fixture', ...config }, seed, everyMs, mode, isQuiet: true } as const
  const zone = await testZone<GameModule>(staged, options)
  const names = Object.keys(ships)
  await zone.join(...names.filter((name) => !absent.includes(name)))
  return new Stage(zone, names)
}

/** What is asked for: by whom, what, and how. */
export type Asked = readonly [playerId: string, type: string, payload?: object]

/** A staged region, and what a test asks of it. */
export class Stage {
  readonly zone: TestZone
  readonly names: readonly string[]
  readonly #heard = new Map<string, number>()

  constructor(zone: TestZone, names: readonly string[]) {
    this.zone = zone
    this.names = names
    this.forget()
  }

  /** What was told so far is not looked at any more. */
  forget(): void {
    for (const name of this.names) this.#heard.set(name, this.#eventsOf(name).length)
  }

  #eventsOf(name: string) {
    return this.zone.players.some(({ playerId }) => playerId === name) ? this.zone.events(name) : []
  }

  /** All that a captain was told since `forget`, as it was sent. */
  told(name: string): readonly { readonly event: string; readonly payload: Record<string, unknown> }[] {
    const events = this.#eventsOf(name).slice(this.#heard.get(name) ?? 0)
    return events as { event: string; payload: Record<string, unknown> }[]
  }

  /** The same, short: what matters of each. */
  heard(name: string): readonly Frame[] {
    return this.told(name).map(shortFrame)
  }

  /** Asks for these in one tick; answers the code that each was refused with. */
  async ask(...asked: readonly Asked[]): Promise<(string | undefined)[]> {
    this.forget()
    const results = new Map(this.names.map((name) => [name, this.#resultsOf(name)]))
    for (const [playerId, type, payload = {}] of asked) this.zone.intent(playerId, type, payload)
    await this.zone.tick()
    return asked.map(([playerId], at) => {
      const earlier = asked.slice(0, at).filter(([other]) => other === playerId).length
      return this.zone.results(playerId).at((results.get(playerId) ?? 0) + earlier)?.code
    })
  }

  #resultsOf(name: string): number {
    return this.zone.players.some(({ playerId }) => playerId === name) ? this.zone.results(name).length : 0
  }

  /** Asks for one thing that must be refused; answers how. */
  async refusal(playerId: string, type: string, payload: object = {}) {
    const [code] = await this.ask([playerId, type, payload])
    return { code, details: this.zone.refusals(playerId).at(-1)?.details }
  }

  /** Asks for these in one tick; all of it must be possible. */
  async must(...asked: readonly Asked[]): Promise<void> {
    expect(await this.ask(...asked), JSON.stringify(asked)).toEqual(asked.map(() => undefined))
  }

  /** As an operator. */
  async operate(playerId: string, type: string, payload: object): Promise<string | undefined> {
    this.forget()
    const before = this.zone.results(playerId).length
    this.zone.intent(playerId, type, payload, { role: 'debug' })
    await this.zone.tick()
    return this.zone.results(playerId).at(before)?.code
  }

  /** What a captain does in the fight in the own sector. */
  act(playerId: string, action: string, more: object = {}): Asked {
    return [playerId, 'combat_action', { combatId: this.fightOf(playerId).id, action, ...more }]
  }

  /** The same by somebody who is not in it: in a pod, say. */
  interfere(playerId: string, action: string, more: object = {}): Asked {
    const combatId = this.fightIn(this.ship(playerId).sector).id
    return [playerId, 'combat_action', { combatId, action, ...more }]
  }

  /** Lets the round that is open now run out. */
  async deadline(sector: number): Promise<void> {
    this.forget()
    await this.zone.advance(this.fightIn(sector).data.deadline - this.zone.clock.now())
  }

  all<Kind extends Thing['kind']>(kind: Kind): readonly Extract<Thing, { kind: Kind }>[] {
    return this.zone.entities.ofKind(kind) as unknown as readonly Extract<Thing, { kind: Kind }>[]
  }

  ship(playerId: string): Ship['data'] {
    return this.zone.entities.get(shipId(playerId))?.data as unknown as Ship['data']
  }

  garrison(sector: number): Garrison['data'] | undefined {
    return this.all('garrison').find(({ data }) => data.sector === sector)?.data
  }

  salvage(): readonly Salvage['data'][] {
    return this.all('salvage').map(({ data }) => data)
  }

  fightIn(sector: number): Encounter {
    const fight = this.all('encounter').find(({ data }) => data.sector === sector)
    if (fight === undefined) throw new Error(`nobody fights in sector ${sector}`)
    return fight
  }

  fightOf(playerId: string): Encounter {
    const fight = this.fightIn(this.ship(playerId).sector)
    if (fight.data.participants.every(({ id }) => id !== playerId)) throw new Error(`${playerId} is in no fight`)
    return fight
  }

  /** What is submitted in a fight by now: action, commit, target, by party. */
  pending(sector: number): { readonly [id: string]: readonly [string, number, string | null] } {
    const { pending } = this.fightIn(sector).data
    return Object.fromEntries(pending.map(({ id, action, commit, targetId }) => [id, [action, commit, targetId]]))
  }

  /** All credits there are: on ships, in banks, in containers. */
  credits(): number {
    const ships = this.all('ship').reduce((sum, { data }) => sum + data.credits, 0)
    const banks = this.all('garrison').reduce((sum, { data }) => sum + data.tollBalance, 0)
    return this.salvage().reduce((sum, { credits }) => sum + credits, ships + banks)
  }

  /** All fighters there are. */
  fighters(): number {
    return [...this.all('ship'), ...this.all('garrison')].reduce((sum, { data }) => sum + data.fighters, 0)
  }
}

/** Asks as `ask` does. What was not refused is an empty text, so that a test compares one list of texts. */
export async function codes(region: Stage, ...asked: readonly Asked[]): Promise<string[]> {
  return (await region.ask(...asked)).map((code) => code ?? '')
}
