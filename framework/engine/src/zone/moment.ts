import type { AnyZoneBase } from 'gridtick/internal'
import type { StoredZone } from '../ports/storage/stored-zone.ts'
import { type BeatNumbering, beatNumber } from './beat.ts'
import type { Engine } from './engine.ts'
import type { Life } from './life.ts'
import type { Zone } from './zone.ts'

/** The beat in which a message is made, and the time. */
export type Moment = { readonly tick: number; readonly at: number }

/**
 * What a player learns as now (TIME-3): never the tick that was stored last, which would show that something happened
 * that the player may not know. A finished zone stays at its last tick: nothing happens there any more.
 */
export function momentOf(engine: Pick<Engine, 'clock' | 'lookedAt'>, zone: Zone): Moment {
  return momentAt(engine, { ...zone.clockwork, status: zone.life.status, at: zone.committed.at })
}

/** The same of a zone that is not loaded, from its row. */
export function storedMomentOf(engine: Pick<Engine, 'clock' | 'lookedAt'>, zone: StoredZone): Moment {
  return momentAt(engine, zone)
}

type Numbered = BeatNumbering & { readonly status: Life['status']; readonly tick: number; readonly at: number }

function momentAt({ clock, lookedAt }: Pick<Engine, 'clock' | 'lookedAt'>, zone: Numbered): Moment {
  const { status, tick, at } = zone
  if (status === 'finished') return { tick, at }
  const now = Math.max(clock.now(), at)
  return { tick: Math.max(beatNumber(zone, lookedAt ?? now), tick), at: now }
}

/** Committed state, as views and queries read it at a moment. */
export function committedBase(
  { info, committed }: Pick<Zone, 'info' | 'committed'>,
  { tick, at }: Moment,
): AnyZoneBase {
  const { entities, state, extras, players } = committed
  return Object.freeze({ zone: info, tick, now: at, entities, state, extras, players })
}
