import type { Entity } from '../../../framework/core/src/contract/entity.ts'
import { createRandom } from '../../../framework/engine/src/kernel/random.ts'
import type { StoredMember } from '../../../framework/engine/src/ports/storage/stored-zone.ts'
import type { ZoneCommit } from '../../../framework/engine/src/ports/storage/zone-commit.ts'
import { commitOf, entityOf, logRowOf, memberOf } from '../../../framework/testing/src/contracts/rows.ts'

/** A zone as memory has it after each of its steps. */
export type ModelZone = {
  readonly tick: number
  readonly entities: ReadonlyMap<string, Entity>
  readonly members: ReadonlyMap<string, StoredMember>
}

/** Whether a step says what stood there before: always, never, or now and then. */
export type Hints = 'all' | 'none' | 'some'

const settledMax = 4

/** Draws steps of a zone: what they store, and what is there afterwards. The same seed gives the same steps. */
export function randomSteps(seed: string, { zoneId, hints }: { readonly zoneId: string; readonly hints: Hints }) {
  const random = createRandom(seed)
  const hinted = () => hints === 'all' || (hints === 'some' && random.chance(0.5))

  return (zone: ModelZone): { readonly commit: ZoneCommit; readonly after: ModelZone } => {
    const tick = zone.tick + random.int(1, 3)
    const entities = new Map(zone.entities)
    const members = new Map(zone.members)
    const deleteEntities = [...entities.keys()].filter(() => random.chance(0.05))
    for (const id of deleteEntities) entities.delete(id)
    const put: { readonly before: Entity | undefined; readonly after: Entity }[] = []
    for (let index = 0; index < 12; index++) {
      const id = `entity ${index}`
      const before = entities.get(id)
      if (!random.chance(before === undefined ? 0.1 : 0.5)) continue
      const after = before === undefined ? createEntity(id, random) : changeEntity(before, random)
      // What is deleted and made again in one step was not there before.
      put.push({ before, after })
      entities.set(id, after)
    }
    const deleteMembers = [...members.keys()].filter(() => random.chance(0.03))
    for (const id of deleteMembers) members.delete(id)
    const putMembers: { readonly before: StoredMember | undefined; readonly after: StoredMember }[] = []
    for (let index = 0; index < 4; index++) {
      const playerId = `player ${index}`
      const before = members.get(playerId)
      if (!random.chance(before === undefined ? 0.2 : 0.4)) continue
      const after =
        before === undefined
          ? memberOf({ playerId, memberSince: tick })
          : random.chance(0.1)
            ? { ...before, disconnectedAt: before.disconnectedAt === null ? tick : null }
            : settle(before, tick, random)
      putMembers.push({ before, after })
      members.set(playerId, after)
    }
    const isHinted = hinted()
    const commit: ZoneCommit = {
      ...commitOf({ zoneId, ifTick: zone.tick }),
      tick,
      putEntities: put.map(({ after }) => after),
      deleteEntities,
      putMembers: putMembers.map(({ after }) => after),
      deleteMembers,
      log: random.chance(0.3) ? [logRowOf({ zoneId, tick })] : [],
      ...(isHinted
        ? {
            before: {
              entities: put.map(({ before }) => (hinted() ? before : undefined)),
              members: putMembers.map(({ before }) => (hinted() ? before : undefined)),
            },
          }
        : {}),
    }
    return { commit, after: { tick, entities, members } }
  }
}

type Chance = ReturnType<typeof createRandom>

function createEntity(id: string, random: Chance): Entity {
  return entityOf({ id, x: random.int(-300, 300), y: random.int(0, 5), data: { hull: random.int(0, 9) } })
}

function changeEntity(entity: Entity, random: Chance): Entity {
  const after = { ...entity }
  if (random.chance(0.8)) Object.assign(after, { x: entity.x + random.int(-7, 7), y: entity.y + random.int(-7, 7) })
  if (random.chance(0.1)) after.x = random.pick([0, -8, 64, 1_000_000, 2 ** 52, -(2 ** 52) - 1])
  if (random.chance(0.1)) after.ownerId = random.pick([null, 'ann', 'Änn 😀'])
  if (random.chance(0.2)) after.data = { hull: random.int(0, 9), note: random.pick(['', 'é', '日本', 'x'.repeat(100)]) }
  if (random.chance(0.02)) after.kind = random.pick(['ship', 'rock'])
  return after
}

function settle(member: StoredMember, tick: number, random: Chance): StoredMember {
  const settled = [...member.settled]
  for (let count = random.int(0, 3); count > 0; count--) {
    // A number may come late.
    const seq = Math.max(1, member.lastSeq + random.int(-2, 4))
    if (settled.some((entry) => entry.seq === seq)) continue
    const isUuid = random.chance(0.5)
    const intentId = isUuid ? `0193${random.int(1000, 9999)}-89ab-7def-8123-456789abcdef` : `intent ${seq}`
    settled.push(
      random.chance(0.7)
        ? { seq, intentId, outcome: 'applied', tick }
        : { seq, intentId, outcome: 'refused', tick, code: 'blocked', message: 'Nö.', details: { by: [seq] } },
    )
  }
  settled.sort((one, other) => one.seq - other.seq)
  const lastSeq = Math.max(member.lastSeq, ...settled.map(({ seq }) => seq))
  return { ...member, lastSeq, settled: settled.slice(-settledMax) }
}
