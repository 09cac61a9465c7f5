import type { CreateOf } from 'gridtick'
import { type TestZone, testZone } from 'gridtick/testing'
import { expect } from 'vitest'
import type { Cargo } from '../../../modules/space-combat/commodities.ts'
import { balanceOf, type RegionConfig } from '../../../modules/space-combat/config.ts'
import {
  chartId,
  chartSectors,
  type Encounter,
  type Garrison,
  garrisonId,
  type kinds,
  type Salvage,
  type Sector,
  type Ship,
  sectorId,
  shipId,
  type Thing,
} from '../../../modules/space-combat/kinds.ts'
import { seenNow } from '../../../modules/space-combat/rules/visit.ts'
import { type ShipTypeName, shipType } from '../../../modules/space-combat/ship-types.ts'
import { spaceCombat } from '../../../modules/space-combat/space-combat.ts'
import { offMap } from '../../../modules/space-combat/world/off-map.ts'
import { type Frame, shortFrame } from './frames.ts'

export type ShipWish = {
  readonly sector?: number
  readonly shipType?: ShipTypeName
  readonly fighters?: number
  readonly shields?: number
  readonly warpPower?: number
  readonly cargo?: Partial<Cargo>
  readonly credits?: number
}

export type GarrisonWish = {
  readonly owner: string
  readonly sector: number
  readonly fighters: number
  readonly mode: Garrison['data']['mode']
  readonly toll?: number
  readonly bank?: number
}

export type SalvageWish = {
  readonly id: string
  readonly sector: number
  readonly cargo?: Partial<Cargo>
  readonly scrap?: number
  readonly credits?: number
  /** ms from the beginning. */
  readonly ttlMs?: number
}

export type Setting = {
  /** By the ids of their captains, who are named so, too. */
  readonly ships: { readonly [playerId: string]: ShipWish }
  readonly garrisons?: readonly GarrisonWish[]
  readonly salvage?: readonly SalvageWish[]
  readonly config?: object
  readonly seed?: number
  readonly everyMs?: number
  readonly mode?: 'full' | 'delta'
  /** Whose captains do not come: their ships are there all the same. */
  readonly absent?: readonly string[]
}

const empty: Cargo = { fuel_ore: 0, organics: 0, equipment: 0 }

/** The region of ten sectors in which all is already as a test needs it, before anybody has heard of anything. */
export async function stage(setting: Setting) {
  const { ships, config = {}, absent = [] } = setting
  const { seed = 1, everyMs = 500, mode = 'delta' } = setting
  const staged = {
    ...spaceCombat,
    createZone(context: Parameters<typeof spaceCombat.createZone>[0]) {
      const region = spaceCombat.createZone(context)
      const create = [...((region.create ?? []) as CreateOf<typeof kinds>[])]
      create.push(...props(setting, create, context as unknown as { config: RegionConfig; now: number }))
      return { ...region, create } as ReturnType<typeof spaceCombat.createZone>
    },
  }
  const options = { config: { map: 'fixture', ...config }, seed, everyMs, mode, isQuiet: true } as const
  const zone = await testZone(staged, options)
  const names = Object.keys(ships)
  await zone.join(...names.filter((name) => !absent.includes(name)))
  return new Stage(zone, names)
}

/** What stands in the region, as a tick would have created it. */
function props(
  { ships, garrisons = [], salvage = [] }: Setting,
  region: readonly CreateOf<typeof kinds>[],
  { config, now }: { readonly config: RegionConfig; readonly now: number },
): CreateOf<typeof kinds>[] {
  const sectorAt = (sector: number) => region.find(({ id }) => id === sectorId(sector)) as unknown as Sector
  const placeOf = (sector: number) => ({ x: sectorAt(sector).x, y: sectorAt(sector).y })
  const { startCredits } = balanceOf(config).ships
  return [
    ...Object.entries(ships).flatMap(([name, { sector = 0, shipType: type = 'kestrel_courier', ...wish }]) => {
      const { fighters, shields, warpPower } = shipType(type)
      const cargo = { ...empty, ...wish.cargo }
      const full = { fighters, shields, warpPower, credits: startCredits, messageAt: 0 }
      const known = seenNow(sectorAt(sector), now)
      const block = Math.floor(sector / chartSectors)
      return [
        {
          ...{ id: shipId(name), kind: 'ship' as const, ...placeOf(sector), ownerId: name },
          data: { name, shipType: type, ...full, ...wish, sector, cargo },
        },
        {
          ...{ id: chartId(name, sector), kind: 'chart' as const, ...offMap, ownerId: name },
          data: { block, sectors: [{ ...known, warps: [...known.warps] }] },
        },
      ]
    }),
    ...garrisons.map(({ owner, sector, fighters, mode, toll: tollAmount = 0, bank: tollBalance = 0 }) => ({
      ...{ id: garrisonId(sector, owner), kind: 'garrison' as const, ...placeOf(sector), ownerId: owner },
      data: { sector, ownerName: owner, fighters, mode, tollAmount, tollBalance, deployedAt: now },
    })),
    ...salvage.map(({ id, sector, cargo, scrap = 0, credits = 0, ttlMs = 900_000 }) => ({
      ...{ id, kind: 'salvage' as const, ...placeOf(sector), ownerId: null },
      data: {
        ...{ sector, cargo: { ...empty, ...cargo }, scrap, credits, createdAt: now, expiresAt: now + ttlMs },
        ...{ victorId: null, loserName: 'somebody', shipType: 'kestrel_courier' as const, combatId: 'long ago' },
      },
    })),
  ]
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
