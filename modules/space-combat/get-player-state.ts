import { type Entity, type EntityTable, union, type ViewOf } from 'gridtick'
import { knowsLastRound } from './combat/rounds-known.ts'
import type { RegionConfig } from './config.ts'
import type { game } from './game.ts'
import type { Encounter, Thing } from './kinds.ts'
import { encounterIn, encounterOf, garrisonIn, participantOf, salvageIn, sectorOf, shipOf, shipsIn } from './lookup.ts'
import type { Label } from './redactions.ts'

type Look = {
  readonly base: {
    readonly zone: { readonly config: RegionConfig }
    readonly now: number
    readonly entities: EntityTable<Thing>
  }
  readonly playerId: string
  readonly redact: (entity: Thing, label: Label) => Entity
}

/**
 * All that a captain may know at any time. What is not in this list is hidden: other sectors, what others know, carry
 * and own, and all that was said. It costs what is in the own sector, not what is in the region.
 */
export function getPlayerState(look: Look): ViewOf<typeof game> {
  const { base, playerId, redact } = look
  const own = shipOf(base, playerId)
  if (own === undefined) return { entities: [], extras: { combat: null } }
  const { sector } = own.data
  const fight = encounterOf(base, playerId)
  return {
    entities: union(
      [own],
      ownGarrisons(look),
      present(sectorOf(base, sector)),
      otherShips(look, sector, fight),
      present(garrisonIn(base, sector)).map((garrison) => redact(garrison, 'foreign')),
      salvageIn(base, sector, base.now).map((salvage) => redact(salvage, 'container')),
      fightsOf(look, fight).map((encounter) => redact(encounter, fightLabel(encounter, playerId))),
    ),
    extras: { combat: fight === undefined ? null : ownPart(fight, playerId) },
  }
}

function present<Found>(found: Found | undefined): readonly Found[] {
  return found === undefined ? [] : [found]
}

/** Wherever they are. They come before the one in the own sector, which may be the same. */
function ownGarrisons({ base, playerId }: Look): readonly Thing[] {
  return base.entities.ownedBy(playerId).filter(({ kind }) => kind === 'garrison')
}

/** What can be seen of a ship, and how it stands only for those who fight in the same fight. */
function otherShips({ base, playerId, redact }: Look, sector: number, fight: Encounter | undefined): readonly Entity[] {
  const others = shipsIn(base, sector).filter(({ ownerId }) => ownerId !== playerId)
  const isOpponent = ({ ownerId }: Thing) =>
    fight !== undefined && ownerId !== null && participantOf(fight, ownerId) !== undefined
  return [
    ...others.filter(isOpponent).map((ship) => redact(ship, 'opponent')),
    ...others
      .filter((ship) => !isOpponent(ship))
      .slice(0, base.zone.config.balance.sight.shipsMax)
      .map((ship) => redact(ship, 'stranger')),
  ]
}

/** The own fight, and those of own garrisons. */
function fightsOf(look: Look, own: Encounter | undefined): readonly Encounter[] {
  const ofGarrisons = ownGarrisons(look)
    .flatMap((garrison) => (garrison.kind === 'garrison' ? present(encounterIn(look.base, garrison.data.sector)) : []))
    .filter(({ data }) => data.participants.some(({ ownerId }) => ownerId === look.playerId))
  return [...present(own), ...ofGarrisons]
}

function fightLabel(encounter: Encounter, playerId: string): Label {
  return knowsLastRound(encounter, playerId) ? 'witness' : 'newcomer'
}

/** What the captain is about to do in this round; nobody else is shown it. */
function ownPart({ id, data }: Encounter, playerId: string): ViewOf<typeof game>['extras']['combat'] {
  const pending = data.pending.find((action) => action.id === playerId)
  if (pending === undefined) return { combatId: id, round: data.round, action: null }
  const { action, commit, targetId, toSector, submittedAt } = pending
  return { combatId: id, round: data.round, action: { action, commit, targetId, toSector, submittedAt } }
}
