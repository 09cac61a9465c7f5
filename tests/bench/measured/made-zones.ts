import { randomBytes, randomUUID } from 'node:crypto'
import type { StoredMember, StoredZone, ZoneCommit } from '@gridtick/engine/ports'
import type { Entity } from 'gridtick'

/** What is stored in one tick of a zone. */
export type StepSize = {
  readonly entities: number
  /** How many of them take a step. */
  readonly moves: number
  /** Members. */
  readonly players: number
  /** Intents that are settled with a number, logged, and move one entity more. */
  readonly intents: number
}

/** A zone as a server has it in memory. */
export type MadeZone = {
  readonly id: string
  tick: number
  at: number
  readonly entities: Entity[]
  readonly members: StoredMember[]
  /** Where the next tick begins to move. */
  next: number
}

export function makeZone({ entities, players }: StepSize): MadeZone {
  return {
    id: randomUUID(),
    tick: 0,
    at: 1_000,
    next: 0,
    entities: Array.from({ length: entities }, (_, number) =>
      Object.freeze({
        id: randomBytes(12).toString('base64url'),
        kind: 'roamer',
        x: number % 256,
        y: Math.floor(number / 256),
        ownerId: null,
        data: Object.freeze({ look: number % 16 }),
      }),
    ),
    members: Array.from({ length: players }, () => ({
      playerId: randomUUID(),
      displayName: 'A player',
      disconnectedAt: null,
      memberSince: 1,
      lastSeq: 0,
      settled: [],
    })),
  }
}

export function rowOf({ id, at }: MadeZone): StoredZone {
  return {
    ...{ id, name: 'A zone', module: 'crowd', moduleVersion: '1.0.0', stateVersion: 1, status: 'open' },
    ...{ createdAt: at, everyMs: 100, seed: randomBytes(16).toString('hex'), config: { width: 256, height: 256 } },
    ...{
      tick: 0,
      at,
      tickOffset: 0,
      tickUnitMs: 100,
      state: {},
      extras: {},
      wakeAt: null,
      turnSchedule: null,
      turn: null,
    },
    ...{ owner: null, epoch: 1, failures: 0, error: null, result: null, record: false },
  }
}

/** The first tick: all members join. */
export function joinOf(zone: MadeZone): ZoneCommit {
  const commit = { ...nextTick(zone), putMembers: zone.members }
  zone.tick = commit.tick
  return commit
}

/** The next one: some entities step, and some members' intents are settled. */
export function stepOf(zone: MadeZone, { moves, intents }: StepSize): ZoneCommit {
  const commit = nextTick(zone)
  const { tick, at } = commit
  const moved = Array.from({ length: moves + intents }, (_, count) => moveOne(zone, count))
  const settled = Array.from({ length: intents }, (_, count) => settleOne(zone, count, tick))
  const log = settled.map(({ after: { playerId } }): ZoneCommit['log'][number] => ({
    ...{ at, zoneId: zone.id, tick, playerId, connectionId: playerId, type: 'move', payload: { dx: 1, dy: 0 } },
    ...{ result: 'applied', code: null },
  }))
  Object.assign(zone, { tick, at, next: zone.next + 5 })
  return {
    ...commit,
    putEntities: moved.map(({ after }) => after),
    putMembers: settled.map(({ after }) => after),
    log,
    before: { entities: moved.map(({ before }) => before), members: settled.map(({ before }) => before) },
  }
}

function nextTick({ id, tick, at }: MadeZone): ZoneCommit {
  return {
    ...{ zoneId: id, ifTick: tick, owner: null, epoch: 1, tick: tick + 1, at: at + 100, wakeAt: null },
    ...{ putEntities: [], deleteEntities: [], putMembers: [], deleteMembers: [], log: [] },
  }
}

function moveOne(zone: MadeZone, count: number) {
  const index = (zone.next + count * stride) % zone.entities.length
  const before = zone.entities[index] as Entity
  const after = Object.freeze({ ...before, x: before.x + (before.x > 200 ? -1 : 1) })
  zone.entities[index] = after
  return { before, after }
}

function settleOne(zone: MadeZone, count: number, tick: number) {
  const index = (zone.next + count) % zone.members.length
  const before = zone.members[index] as StoredMember
  const entry = { seq: before.lastSeq + 1, intentId: randomUUID(), outcome: 'applied' as const, tick }
  const after = { ...before, lastSeq: entry.seq, settled: [...before.settled, entry].slice(-settledMax) }
  zone.members[index] = after
  return { before, after }
}

/** Who moves together is scattered over the zone. */
const stride = 7
/** How many results a member keeps. */
const settledMax = 64
