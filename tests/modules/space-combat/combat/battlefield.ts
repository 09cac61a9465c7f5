import { type TestZone, testZone } from '@gridtick/testing'
import { expect } from 'vitest'
import type { Cargo } from '../../../../modules/space-combat/commodities.ts'
import type { Battle, Encounter, Garrison, Salvage, Ship, Thing } from '../../../../modules/space-combat/kinds.ts'
import type { ShipTypeName } from '../../../../modules/space-combat/ship-types.ts'
import { spaceCombat } from '../../../../modules/space-combat/space-combat.ts'

export type Wish = {
  readonly sector?: number
  readonly shipType?: ShipTypeName
  readonly fighters?: number
  readonly shields?: number
  readonly warpPower?: number
  readonly cargo?: Partial<Cargo>
  readonly credits?: number
}

type Frame = { readonly event: string; readonly payload: Record<string, unknown> }

/** A region of ten sectors with these captains in it, as the module is really run. Captains are known by their names. */
export async function battlefield(captains: { readonly [name: string]: Wish }, config: object = {}) {
  const names = Object.keys(captains)
  const zone = await testZone(spaceCombat, { config: { map: 'fixture', ...config } })
  await zone.join(...names)
  for (const [playerId, wish] of Object.entries(captains)) equip(zone, playerId, wish)
  await zone.tick()
  expect(names.flatMap((name) => zone.refusals(name))).toEqual([])

  let heardSoFar = new Map<string, number>()
  const forget = () => {
    heardSoFar = new Map(names.map((name) => [name, zone.events(name).length]))
  }
  const things = () => zone.entities.all() as unknown as readonly Thing[]
  const ofKind = <Kind extends Thing['kind']>(kind: Kind) =>
    things().filter((thing) => thing.kind === kind) as Extract<Thing, { kind: Kind }>[]
  forget()

  /** Asks for something, lets a tick pass, and answers the code of the refusal, if there was one. */
  const ask = async (name: string, type: string, payload: object = {}) => {
    const before = zone.refusals(name).length
    zone.intent(name, type, payload)
    await zone.tick()
    return zone.refusals(name).at(before)?.code
  }

  return {
    zone,
    ask,
    forget,
    /** The same, where it must be possible. */
    async must(name: string, type: string, payload: object = {}) {
      expect(await ask(name, type, payload), `${name} ${type} ${JSON.stringify(payload)}`).toBeUndefined()
    },
    /** Several at once, in one tick. */
    async together(...intents: readonly (readonly [string, string, object])[]) {
      for (const [name, type, payload] of intents) zone.intent(name, type, payload)
      await zone.tick()
    },
    /** Puts a captain somewhere. */
    async place(playerId: string, sector: number) {
      zone.intent(playerId, 'place', { playerId, sector }, { role: 'debug' })
      await zone.tick()
    },
    ship: (name: string): Ship['data'] => zone.entities.get(`ship:${name}`)?.data as unknown as Ship['data'],
    garrisons: () => ofKind('garrison') as readonly Garrison[],
    salvage: () => ofKind('salvage') as readonly Salvage[],
    battles: () => ofKind('battle') as readonly Battle[],
    encounters: () => ofKind('encounter') as readonly Encounter[],
    /** The only fight there is. */
    fight(): Encounter {
      const [encounter, ...others] = ofKind('encounter')
      expect(others).toEqual([])
      expect(encounter, 'a fight').toBeDefined()
      return encounter as Encounter
    },
    /** What a captain was told since `forget`. */
    heard: (name: string): readonly Frame[] => zone.events(name).slice(heardSoFar.get(name) ?? 0) as Frame[],
    /** The names of what a captain was told since `forget`. */
    heardOf: (name: string) =>
      zone
        .events(name)
        .slice(heardSoFar.get(name) ?? 0)
        .map(({ event }) => event),
    /** The newest event of this name that a captain was told since `forget`. */
    last: (name: string, event: string): Frame['payload'] | undefined =>
      (zone.events(name).slice(heardSoFar.get(name) ?? 0) as Frame[]).findLast((frame) => frame.event === event)
        ?.payload,
    /** The captain's next action in the only fight there is. */
    act: (name: string, action: string, more: object = {}) => {
      const [encounter] = ofKind('encounter')
      return ask(name, 'combat_action', { combatId: encounter?.id ?? 'none', action, ...more })
    },
    /** All credits there are: on ships, in banks and in containers. */
    credits: () =>
      ofKind('ship').reduce((sum, { data }) => sum + data.credits, 0) +
      ofKind('garrison').reduce((sum, { data }) => sum + data.tollBalance, 0) +
      ofKind('salvage').reduce((sum, { data }) => sum + data.credits, 0),
    /** All fighters there are. */
    fighters: () => [...ofKind('ship'), ...ofKind('garrison')].reduce((sum, { data }) => sum + data.fighters, 0),
  }
}

export type Battlefield = Awaited<ReturnType<typeof battlefield>>

/** An owner leaves a garrison in sector 3 and goes to sector 9. */
export async function guarded(
  garrison: { readonly fighters: number; readonly mode: string; readonly tollAmount?: number },
  captains: { readonly [name: string]: Wish },
) {
  const { fighters, ...orders } = garrison
  const field = await battlefield({ owner: { sector: 3, credits: 500 }, ...captains })
  await field.must('owner', 'leave_fighters', { sector: 3, quantity: fighters, ...orders })
  await field.place('owner', 9)
  field.forget()
  return field
}

export type Numbers = { readonly [id: string]: readonly (number | undefined)[] }

/** Fighters, shields, and what the round took of them, by party. */
export function numbersOf(payload: Record<string, unknown> | undefined): Numbers {
  const participants = (payload?.participants ?? {}) as Record<string, Record<string, number>>
  return Object.fromEntries(
    Object.entries(participants).map(([id, { fighters, shields, fightersDelta, shieldsDelta }]) => [
      id,
      [fighters, shields, fightersDelta, shieldsDelta],
    ]),
  )
}

/** Action, commit and target of what a party has submitted. */
export function pendingOf(encounter: Encounter, id: string): unknown[] | undefined {
  const action = encounter.data.pending.find((pending) => pending.id === id)
  return action && [action.action, action.commit, action.targetId]
}

function equip(zone: TestZone, playerId: string, wish: Wish): void {
  const { sector = 0, shipType = 'kestrel_courier', credits = 1_000, fighters, shields, warpPower, cargo } = wish
  const hold = { fuel_ore: 0, organics: 0, equipment: 0, ...cargo }
  const ship = { playerId, shipType, fighters, shields, warpPower, cargo: hold }
  const debug = { role: 'debug' } as const
  zone.intent(playerId, 'set_ship', JSON.parse(JSON.stringify(ship)), debug)
  zone.intent(playerId, 'grant_credits', { playerId, amount: credits - 1_000 }, debug)
  zone.intent(playerId, 'place', { playerId, sector }, debug)
}
