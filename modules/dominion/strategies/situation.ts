import { type Balance, balanceSchema } from '../balance.ts'
import { distance, isSameCell } from '../cells.ts'
import type { Colony, Fleet, House, Size } from '../kinds.ts'
import type { FleetOrder, Immediate, Orders } from '../orders/orders-schema.ts'
import { type Sorted, sortView } from '../orders/own-view.ts'
import { attackOf } from '../turn/fleet-facts.ts'
import type { Memory, Question } from './strategy.ts'

/** Strategies reckon with the usual numbers. */
export const usual: Balance = balanceSchema.parse({})

/** A system as the house knows it, now or from memory. */
export type KnownSystem = {
  readonly x: number
  readonly y: number
  readonly minerals: number
  readonly habitat: number
  /** Null: nobody, as far as it is known. */
  readonly owner: string | null
  readonly size: Size | null
}

type Queue = NonNullable<Orders['colonies'][number]['build']>

/** What a strategy sees, and the orders that it has come to so far. */
export type Situation = Sorted & {
  readonly question: Question
  readonly house: House
  readonly known: readonly KnownSystem[]
  readonly immediate: Immediate[]
  readonly fleetOrders: Map<string, FleetOrder>
  readonly queues: Map<string, Queue>
  readonly diplomacy: Orders['diplomacy'][number][]
  readonly visited: Set<string>
}

/** Undefined: the house no longer plays. */
export function openSituation(question: Question): Situation | undefined {
  const sorted = sortView(question.view, question.playerId)
  const { house } = sorted
  if (house === undefined || house.data.eliminatedOn !== null) return undefined
  return {
    ...sorted,
    ...{ question, house, known: knownSystems(sorted), visited: new Set(question.memory?.visited) },
    ...{ immediate: [], fleetOrders: new Map(), queues: new Map(), diplomacy: [] },
  }
}

export function ordersOf(situation: Situation, research: Orders['research']): { orders: Orders; memory: Memory } {
  const { immediate, fleetOrders, queues, diplomacy, visited } = situation
  return {
    orders: {
      ...{
        immediate: immediate.slice(0, 64),
        fleets: [...fleetOrders.values()].slice(0, 256),
        diplomacy,
        messages: [],
      },
      colonies: [...queues].map(([colonyId, build]) => ({ colonyId, build, tax: 40 })).slice(0, 256),
      ...(research && { research }),
    },
    memory: { visited: [...visited].sort() },
  }
}

function knownSystems({ systems, intel, colonies, foreignColonies }: Sorted): KnownSystem[] {
  const now = systems.map(({ x, y, data }): KnownSystem => {
    const foreign = foreignColonies.find((colony) => isSameCell(colony, { x, y }))
    const colony = colonies.find((own) => isSameCell(own, { x, y })) ?? foreign
    const size = (foreign?.data as { size?: Size } | undefined)?.size ?? null
    return { x, y, minerals: data.minerals, habitat: data.habitat, owner: colony?.ownerId ?? null, size }
  })
  const before = intel
    .filter(({ data, ...cell }) => data.of === 'system' && !now.some((system) => isSameCell(system, cell)))
    .map(({ x, y, data }): KnownSystem => {
      const { minerals, habitat, houseId, size } = data
      return { x, y, minerals: minerals ?? 1, habitat: habitat ?? 0, owner: houseId, size }
    })
  return [...now, ...before]
}

/** Own fleets that have nothing to do, and no order in this packet yet. */
export function idleFleets({ fleets, fleetOrders }: Situation): Fleet[] {
  return fleets.filter(({ id, data }) => data.order.name === 'hold' && !fleetOrders.has(id))
}

export function isArmed({ data }: Fleet): boolean {
  return attackOf(data, usual) > 0
}

export function attackIn(fleets: readonly Fleet[]): number {
  return fleets.reduce((sum, { data }) => sum + attackOf(data, usual), 0)
}

/** Of the things, the one that is nearest to a cell. */
export function nearest<Thing extends { readonly x: number; readonly y: number }>(
  things: readonly Thing[],
  cell: { readonly x: number; readonly y: number },
): Thing | undefined {
  return things.toSorted((one, other) => distance(one, cell) - distance(other, cell))[0]
}

/** The largest of the own colonies. */
export function capitalOf({ colonies }: Situation): Colony | undefined {
  return colonies.toSorted((one, other) => other.data.population - one.data.population)[0]
}
