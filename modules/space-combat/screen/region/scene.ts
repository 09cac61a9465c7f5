import type { Happening } from '../words/happening-words.ts'
import type { Captains } from './captains.ts'
import type { FightLog } from './fight-log.ts'
import type { Pilot } from './pilot.ts'
import type { RadioMessage } from './radio.ts'
import type { RegionZone } from './region-view.ts'
import type { ServerClock } from './server-clock.ts'
import type { Playing } from './situation.ts'
import type { StarChart } from './star-chart.ts'

/** A line of the log. `at` is the server's time in ms since the epoch. */
export type LogLine = Happening & { readonly number: number; readonly at: number }

/** What the panels show. Whatever has not changed is the same object as before. */
export type Scene = {
  readonly now: Playing
  readonly chart: StarChart
  readonly flight: Pilot['flight']
  readonly log: readonly LogLine[]
  readonly messages: readonly RadioMessage[]
  /** Of those of the same name, each has a mark behind it. */
  readonly captains: Captains
  readonly rounds: FightLog['rounds']
  readonly outcome: FightLog['outcome']
}

/** What panels act with. */
export type Bridge = {
  readonly zone: RegionZone
  readonly playerId: string
  readonly clock: ServerClock
  readonly pilot: Pilot
  /** Closes the banner of a fight that is over. */
  dismissOutcome(): void
  /** Begins a message to a captain. */
  writeTo(playerId: string): void
}
