import type { DeepReadonly, Entity, OrdersCheckOf } from 'gridtick'
import type { game } from '../game.ts'
import type { Colony, Fleet, House, Intel, System } from '../kinds.ts'

export type PlayerView = DeepReadonly<OrdersCheckOf<typeof game>['view']>

/** What a player sees, sorted: of the own things all is there. */
export function sortView(view: PlayerView, playerId: string) {
  const all = view.entities as readonly Entity[]
  const ofKind = (kind: string) => all.filter((thing) => thing.kind === kind)
  const own = (kind: string) => ofKind(kind).filter(({ ownerId }) => ownerId === playerId)
  const foreign = (kind: string) => ofKind(kind).filter(({ ownerId }) => ownerId !== playerId)
  return {
    house: own('house')[0] as House | undefined,
    fleets: own('fleet') as readonly Fleet[],
    colonies: own('colony') as readonly Colony[],
    intel: own('intel') as readonly Intel[],
    systems: ofKind('system') as readonly System[],
    /** Of these only some of `data` is there: `size`, and what was scouted. */
    foreignFleets: foreign('fleet'),
    foreignColonies: foreign('colony'),
    nebulae: ofKind('nebula'),
  }
}

export type Sorted = ReturnType<typeof sortView>
