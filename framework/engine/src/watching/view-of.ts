import type { PlayerId } from 'gridtick'
import type { AnyZoneBase } from 'gridtick/internal'
import { badResult, ModuleFault, restingFault, thrownBy } from '../module/module-fault.ts'
import { returnedBy } from '../module/result-place.ts'
import { BadViewError } from '../view/bad-view-error.ts'
import { computePlayerView } from '../view/compute-view.ts'
import type { PlayerView } from '../view/player-view.ts'
import type { Engine } from '../zone/engine.ts'
import { isStalled } from '../zone/life.ts'
import { committedBase, type Moment } from '../zone/moment.ts'
import { runOnZoneNow, type ZoneWork } from '../zone/run-on-zone.ts'
import type { Zone } from '../zone/zone.ts'

/** What a player sees of the committed tick, or how the module failed to tell, which is for its author alone. */
export type ViewOfPlayer =
  | { readonly ok: true; readonly view: PlayerView }
  | { readonly ok: false; readonly fault: ModuleFault }

/** A view, and how long it took to make, in ms. */
export type TimedView = { readonly result: ViewOfPlayer; readonly ms: number }

/** The committed state as all views of one showing share it; after a stop it is the one that was made again. */
export function sharedBase(zone: Zone, moment: Moment): () => AnyZoneBase {
  let base = committedBase(zone, moment)
  return () => {
    if (base.entities !== zone.committed.entities) base = committedBase(zone, moment)
    return base
  }
}

/** Asks the module for the view of a player. What comes of it goes through {@link reportedView}. */
export function viewWork(
  { clock, limits, running }: Engine,
  zone: Zone,
  playerId: PlayerId,
  base: () => AnyZoneBase,
): ZoneWork<TimedView> {
  const hook = 'getPlayerState'
  return {
    call: { hook, playerId },
    run() {
      if (isStalled(zone.life)) return { result: { ok: false, fault: notAsked }, ms: 0 }
      const startedAt = clock.monotonic()
      const leftMs = zone.rests.leftMs({ hook, playerId }, startedAt)
      if (leftMs > 0) return { result: { ok: false, fault: restingFault(hook, leftMs) }, ms: 0 }
      const { module, committed } = zone
      const { redactions } = committed
      const { viewBytesMax } = limits
      const result = computePlayerView({ module, base: base(), playerId, redactions, running, viewBytesMax })
      return {
        result: result.ok ? result : { ok: false, fault: faultOf(result.error) },
        ms: clock.monotonic() - startedAt,
      }
    },
  }
}

/** The view of a player at a moment, at once. */
export function viewOf(engine: Engine, zone: Zone, playerId: PlayerId, moment: Moment): ViewOfPlayer {
  return reportedView(
    engine,
    zone,
    playerId,
    runOnZoneNow(engine, zone, viewWork(engine, zone, playerId, sharedBase(zone, moment))),
  )
}

/** The view of a player; where the module failed on it, or was stopped, that is counted and logged. */
export function reportedView(
  engine: Engine,
  zone: Zone,
  playerId: PlayerId,
  made: TimedView | ModuleFault,
): ViewOfPlayer {
  const result: ViewOfPlayer = made instanceof ModuleFault ? { ok: false, fault: made } : made.result
  if (!result.ok) reportView(engine, zone, playerId, result.fault)
  return result
}

const notAsked = new ModuleFault(
  'getPlayerState',
  'it was not called, because its module held the server: resume the zone',
)

function faultOf(error: unknown): ModuleFault {
  const hook = 'getPlayerState'
  return error instanceof BadViewError ? badResult(returnedBy(hook), error.message) : thrownBy(hook, error)
}

function reportView({ telemetry, faultLog }: Engine, zone: Zone, playerId: PlayerId, fault: ModuleFault): void {
  const where = { module: zone.module.name, zoneId: zone.id, tick: zone.committed.tick, playerId }
  telemetry.viewFailed(where.module)
  if (fault.isResting) return
  faultLog.report(fault, where, { effect: 'This player is shown nothing of this tick.' })
}
