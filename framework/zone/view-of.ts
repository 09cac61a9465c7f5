import type { PlayerId } from '../contract/entity.ts'
import type { AnyZoneBase } from '../contract/module.ts'
import { computePlayerView, type ViewResult } from '../view/player-view.ts'
import type { Engine } from './engine.ts'
import type { Zone } from './zone.ts'

/** What a player sees of the committed tick, or how the module failed to tell. `base`: from `committedBase`. */
export function viewOf({ limits }: Engine, zone: Zone, playerId: PlayerId, base: AnyZoneBase): ViewResult {
  const { module, redactions } = zone
  return computePlayerView({ module, base, playerId, redactions, viewBytesMax: limits.viewBytesMax })
}
