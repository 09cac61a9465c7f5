import { type LookOf, union, type ViewOf } from 'gridtick'
import type { game } from './game.ts'
import type { Thing } from './kinds.ts'
import { atWar, fleetsAt, houseOf, inForce, saidOf } from './realm.ts'
import type { Label, redactions } from './redactions.ts'
import { seenBy } from './sight.ts'

type Game = typeof game & { readonly redactions: typeof redactions }

type Look = LookOf<Game>

/** Own things whole, foreign ones in range as they look from there, and what all know of all. */
export function getPlayerState({ base, playerId, redactEach }: Look): ViewOf<Game> {
  const { entities, zone, state } = base
  const { balance, turns, width, height, prestigeShown } = zone.config
  const seen = seenBy({ entities, balance }, playerId)
  const labelOf = (thing: Thing) => label(base, playerId, thing)
  return {
    entities: union(entities.ownedBy(playerId), redactEach(seen, labelOf)),
    extras: {
      ...{ phase: state.phase, turnsMax: turns, width, height },
      houses: state.standings.map(({ houseId, name, prestige, eliminatedOn }) => {
        const isShown = prestigeShown || houseId === playerId || state.phase === 'over'
        return { houseId, name, prestige: isShown ? prestige : null, eliminatedOn }
      }),
      relations: relationsOf(base, playerId),
    },
  }
}

function label(base: Look['base'], playerId: string, thing: Thing): Label | undefined {
  if (thing.kind !== 'fleet' && thing.kind !== 'colony') return undefined
  const own = fleetsAt(base, thing).filter(({ ownerId }) => ownerId === playerId)
  const isMet = thing.kind === 'fleet' && own.length > 0 && atWar(base, playerId, thing.ownerId as string)
  return isMet || own.some(({ data }) => data.ships.scout > 0) ? 'scouted' : 'seen'
}

/** What others say of this house, it knows: they said it to its face. */
function relationsOf(base: Look['base'], playerId: string): ViewOf<Game>['extras']['relations'] {
  const own = houseOf(base, playerId)
  if (own === undefined) return []
  return base.entities
    .ofKind('house')
    .filter(({ ownerId, data }) => ownerId !== playerId && data.eliminatedOn === null)
    .map((other) => {
      const houseId = other.ownerId as string
      const said = { own: saidOf(own, houseId), theirs: saidOf(other, playerId) }
      return { houseId, ...said, inForce: inForce(said.own, said.theirs) }
    })
    .filter((relation) => relation.own !== 'neutral' || relation.theirs !== 'neutral')
}
