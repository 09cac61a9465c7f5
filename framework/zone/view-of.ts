import type { PlayerId } from '../contract/entity.ts'
import type { AnyZoneBase } from '../contract/module.ts'
import { BadViewError, computePlayerView, type PlayerView } from '../view/player-view.ts'
import type { Engine } from './engine.ts'
import { badResult, describeFault, type ModuleFault, thrownBy } from './step/module-fault.ts'
import type { Zone } from './zone.ts'

/** What a player sees of the committed tick, or how the module failed to tell, which is for its author alone. */
export type ViewOfPlayer =
  | { readonly ok: true; readonly view: PlayerView }
  | { readonly ok: false; readonly fault: ModuleFault }

/** Asks the module for the view of a player; where it fails, counts and logs that. `base`: from `committedBase`. */
export function viewOf(engine: Engine, zone: Zone, playerId: PlayerId, base: AnyZoneBase): ViewOfPlayer {
  const { module, redactions } = zone
  const { viewBytesMax } = engine.limits
  const { running } = engine
  const result = computePlayerView({ module, base, playerId, redactions, running, viewBytesMax })
  if (result.ok) return result
  const fault = faultOf(result.error)
  reportView(engine, zone, playerId, fault)
  return { ok: false, fault }
}

function faultOf(error: unknown): ModuleFault {
  const hook = 'getPlayerState'
  return error instanceof BadViewError ? badResult(hook, '', error.message) : thrownBy(hook, error)
}

function reportView({ telemetry, logger }: Engine, zone: Zone, playerId: PlayerId, fault: ModuleFault): void {
  const where = { module: zone.module.name, zoneId: zone.id, tick: zone.committed.tick, playerId }
  telemetry.viewFailed(where.module)
  logger.error(
    { ...where, hook: fault.hook },
    `${describeFault(fault, where)}. This player is shown nothing of this tick.`,
  )
}
