import type { Answer, Entity, GameEvent, Refused } from 'gridtick'
import type { z } from 'zod'
import type { EntityTable } from '../../../framework/core/src/contract/entity.ts'
import { createIdSource, createRandom } from '../../../framework/engine/src/kernel/random.ts'
import { silentModuleLog } from '../../../framework/engine/src/module/run-module.ts'
import { createEntityTable } from '../../../framework/engine/src/zone/entity-table.ts'
import { configSchema, type RegionConfig } from '../../../modules/space-combat/config.ts'
import { type Sector, type Ship, shipId, type Thing } from '../../../modules/space-combat/kinds.ts'
import { sectorOf, shipOf } from '../../../modules/space-combat/lookup.ts'
import { metrics } from '../../../modules/space-combat/metrics.ts'
import { openRegion } from '../../../modules/space-combat/on-tick.ts'
import type { Region } from '../../../modules/space-combat/region.ts'
import { recordVisit } from '../../../modules/space-combat/rules/visit.ts'
import { type ShipTypeName, shipType } from '../../../modules/space-combat/ship-types.ts'
import { createRegion } from '../../../modules/space-combat/world/create-region.ts'

export const startMs = Date.UTC(2030, 0, 1)

type ShipWish = Partial<Pick<Ship['data'], 'sector' | 'credits' | 'cargo' | 'warpPower' | 'fighters'>> & {
  readonly shipType?: ShipTypeName
}

/** A region of ten sectors in the middle of a tick, to try single rules on. Captains are known by their names. */
export function openFixture(ships: { readonly [name: string]: ShipWish }, config: object = {}) {
  const parsed: RegionConfig = configSchema.parse({ map: 'fixture', ...config })
  const random = createRandom('fixture')
  const newId = createIdSource('fixture', 1)
  const { create, state } = createRegion({ config: parsed, random })
  const table = createEntityTable(create.map((entity) => ({ ownerId: null, ...entity }) as Entity))
  const region = openRegion({
    zone: { id: 'fixture', name: 'fixture', config: parsed, everyMs: 500 },
    tick: 1,
    now: startMs,
    elapsedMs: 500,
    players: [],
    membership: [],
    intents: [],
    handlers: {},
    entities: table as unknown as EntityTable<Thing>,
    state: { nextMessage: 1, nextBattle: 1, ...state },
    extras: {},
    random,
    newId,
    log: silentModuleLog,
    metrics,
    count() {},
    observe() {},
  })
  for (const [name, wish] of Object.entries(ships)) launch(region, name, wish)
  return { region, config: parsed, base: { zone: { config: parsed }, now: region.now, entities: region.entities } }
}

function launch(region: Region, name: string, { shipType: type = 'kestrel_courier', ...wish }: ShipWish): void {
  const { fighters, shields, warpPower } = shipType(type)
  const sector = wish.sector ?? 0
  const { x, y } = sectorNow(region, sector)
  const cargo = { fuel_ore: 0, organics: 0, equipment: 0 }
  const full = { fighters, shields, warpPower, cargo, credits: 1_000, messageAt: 0 }
  const data = { name, shipType: type, ...full, ...wish, sector }
  region.entities.create({ id: shipId(name), kind: 'ship', x, y, ownerId: name, data })
  recordVisit(region, name, sector)
}

export function shipNow(region: Region, name: string): Ship['data'] {
  const ship = shipOf(region, name)
  if (ship === undefined) throw new Error(`${name} has no ship`)
  return ship.data
}

export function sectorNow(region: Region, sector: number): Sector {
  const found = sectorOf(region, sector)
  if (found === undefined) throw new Error(`there is no sector ${sector}`)
  return found
}

/** All that was told so far. */
export function eventsOf(region: Region): readonly GameEvent[] {
  return region.result().events ?? []
}

/** The events that a captain gets, in their order. */
export function heardBy(region: Region, name: string): { readonly event: string; readonly payload: unknown }[] {
  return eventsOf(region)
    .filter(({ to }) => to.kind === 'everyone' || (to.kind === 'players' && to.playerIds.includes(name)))
    .map(({ event, payload }) => ({ event, payload }))
}

/** What an intent's handler answers that a captain asks for. Undefined: it was carried out. */
export function ask<Schema extends z.ZodType<object>>(
  region: Region,
  playerId: string,
  {
    handler,
  }: {
    readonly payload: Schema
    readonly handler: (region: Region, asked: never) => Answer<string, unknown>
  },
  payload: z.input<Schema>,
): Refused | undefined {
  const asked = { id: 'intent', playerId, role: 'player', type: 'any', payload, receivedAt: region.now } as const
  const answer = handler(region, asked as never)
  return answer?.accepted === false ? answer : undefined
}
