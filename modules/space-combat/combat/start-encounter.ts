import { tellStarted } from '../events/combat-events.ts'
import type { Encounter } from '../kinds.ts'
import { sectorOf } from '../lookup.ts'
import type { Region } from '../region.ts'
import { drawIn } from './draw-in.ts'
import { audienceOf, byId, hasTwoSides } from './parties.ts'

type Start = {
  /** Where no fight is going on. */
  readonly sector: number
  readonly initiatorId: string
  readonly reason: Encounter['data']['reason']
  /** Whom it is meant for, if that was said. */
  readonly targetId?: string | undefined
}

/**
 * Starts a fight of all who are in the sector; the caller opens its round. Undefined, and nothing happens, where no two
 * sides could fight.
 */
export function startEncounter(
  region: Region,
  { sector, initiatorId, reason, targetId }: Start,
): Encounter | undefined {
  const at = sectorOf(region, sector)
  const firstIds = targetId === undefined ? [initiatorId] : [initiatorId, targetId]
  const participants = [...drawIn(region, { sector, firstIds })].sort(byId)
  if (at === undefined || !hasTwoSides(participants)) return undefined
  const target = participants.find((party) => party.id === targetId)
  const id = region.newId('encounter')
  const encounter = region.entities.create({
    id,
    kind: 'encounter',
    x: at.x,
    y: at.y,
    data: {
      sector,
      round: 1,
      deadline: region.now + region.balance.combat.roundTimeoutMs,
      seed: secretSeed(region, id),
      initiatorId,
      reason,
      createdAt: region.now,
      participants,
      pending: [],
      tolls: [],
      fled: [],
      target: target === undefined ? null : { id: target.id, kind: target.kind },
      log: [],
    },
  })
  tellStarted(region, encounter, audienceOf(encounter))
  return encounter
}

/** 128 bits of chance of the fight's own, so that it does not shift what else is drawn. */
function secretSeed({ random }: Region, combatId: string): string {
  const chance = random.fork(`combat ${combatId}`)
  return Array.from({ length: 4 }, () =>
    chance
      .int(0, 2 ** 32 - 1)
      .toString(16)
      .padStart(8, '0'),
  ).join('')
}
