import type {
  NewLogRow,
  NodeState,
  RegisteredNode,
  StoredMember,
  StoredZone,
  ZoneClaim,
  ZoneCommit,
  ZoneStorage,
  ZoneTurn,
} from '@gridtick/engine/ports'
import { type Entity, type TurnSchedule, turns } from 'gridtick'

/** What the suites store: everything has values that are right, and each suite changes what it is about. */

export function zoneOf(changes: Partial<StoredZone> = {}): StoredZone {
  return {
    id: 'zone-1',
    name: 'A zone',
    module: 'hello-grid',
    moduleVersion: '1.0.0',
    stateVersion: 1,
    status: 'open',
    createdAt: 1_000,
    everyMs: 100,
    seed: 'a seed',
    config: { width: 8 },
    tick: 0,
    at: 1_000,
    tickOffset: -10,
    tickUnitMs: 100,
    state: {},
    extras: {},
    wakeAt: null,
    turnSchedule: null,
    turn: null,
    owner: null,
    epoch: 1,
    failures: 0,
    error: null,
    result: null,
    record: false,
    ...changes,
  }
}

/** How the turns of a zone go. */
export const scheduleOfTurns: TurnSchedule = turns({
  policy: 'hybrid',
  deadline: { cron: '0 20 * * *', timeZone: 'Europe/Berlin' },
})

export function turnOf(changes: Partial<ZoneTurn> = {}): ZoneTurn {
  return {
    number: 1,
    run: 1,
    stage: { phase: 'open', openedAt: 1_000, expectsSince: 1_000 },
    clock: { kind: 'runs', endsAt: 61_000, isDate: false, isMoved: false },
    missed: {},
    idleTurns: 0,
    rollbacks: [],
    ...changes,
  }
}

export function entityOf(changes: Partial<Entity> = {}): Entity {
  return { id: 'ship-1', kind: 'ship', x: 1, y: 2, ownerId: null, data: { hull: 10 }, ...changes }
}

export function memberOf(changes: Partial<StoredMember> = {}): StoredMember {
  return {
    playerId: 'ann',
    displayName: 'Ann',
    disconnectedAt: null,
    memberSince: 0,
    lastSeq: 0,
    settled: [],
    ...changes,
  }
}

export function logRowOf(changes: Partial<NewLogRow> = {}): NewLogRow {
  return {
    at: 1_100,
    zoneId: 'zone-1',
    tick: 1,
    playerId: 'ann',
    connectionId: 'c1',
    type: 'step',
    payload: { dx: 1 },
    result: 'applied',
    code: null,
    ...changes,
  }
}

/** The claim of a server that has the storage for itself. */
export function claimOf(zoneId: string, changes: Partial<ZoneClaim> = {}): ZoneClaim {
  return { zoneId, owner: null, epoch: 1, ...changes }
}

/** The last stored tick of a zone. */
export async function storedTick(zones: Pick<ZoneStorage, 'readZone'>, zoneId: string): Promise<number | undefined> {
  return (await zones.readZone(zoneId))?.zone.tick
}

/** What a commit of one zone comes to when it is stored. */
export const committed = [{ outcome: 'committed' }]
/** What every other write comes to then. */
export const stored = { outcome: 'stored' }
/** Where there is no such zone. */
export const noZone = { outcome: 'conflict', differs: ['zone'] }
/** Asks for the whole log of the zone of these tests. */
export const everyLog = { zoneId: 'zone-1', afterSeq: 0, limit: 100 }

/** The commit of the tick after `ifTick`, with nothing in it. */
export function commitOf(changes: Partial<ZoneCommit> = {}): ZoneCommit {
  const ifTick = changes.ifTick ?? 0
  return {
    zoneId: 'zone-1',
    ifTick,
    owner: null,
    epoch: 1,
    tick: ifTick + 1,
    at: 1_100,
    wakeAt: null,
    putEntities: [],
    deleteEntities: [],
    putMembers: [],
    deleteMembers: [],
    log: [],
    ...changes,
  }
}

export function nodeStateOf(changes: Partial<NodeState> = {}): NodeState {
  return { load: 0.25, zones: 0, players: 0, draining: false, busUp: true, ...changes }
}

export function nodeOf(changes: Partial<RegisteredNode> = {}): RegisteredNode {
  return {
    id: 'node',
    incarnation: 'node1',
    startedAt: 1_000,
    address: null,
    version: '1.0.0',
    protocol: 1,
    settingsHash: 'abc',
    modules: [],
    ...nodeStateOf(),
    ...changes,
  }
}
