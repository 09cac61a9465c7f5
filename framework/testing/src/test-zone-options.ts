import type { Limits } from '@gridtick/engine/ports'

export type TestZoneOptions = {
  readonly config?: Record<string, unknown>
  /** The same seed gives the same game. */
  readonly seed?: number | string
  readonly everyMs?: number
  /** ms since the epoch at the beginning. */
  readonly startMs?: number
  readonly limits?: Partial<Limits>
  /** Records the zone as a server does, for `recording()`. */
  readonly record?: boolean
  /** Frames as a client of this mode gets them; what is seen is the same. */
  readonly mode?: 'full' | 'delta'
  /** Faults of the module are also listed by `faults()`. Default: they are printed. */
  readonly isQuiet?: boolean
  /** Whether a hook or schema that does not return is stopped after `moduleMsMax`, as on a server. Default: false. */
  readonly isGuarded?: boolean
}
