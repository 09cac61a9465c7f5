import type { Clock, IntentRequest, LeaveRequest, SubscribeRequest } from '@gridtick/engine/ports'
import type { StepTime } from '@gridtick/engine/testing'

/** Something that happened to a test zone from outside, or one step of it. */
export type ScriptEntry = ScriptEvent & {
  /** When: wall time (ms since the epoch), and on the monotonic clock. */
  readonly now: number
  readonly monotonic: number
}

type ScriptEvent =
  | { readonly kind: 'subscribe'; readonly request: SubscribeRequest }
  | { readonly kind: 'lost'; readonly connectionId: string }
  | { readonly kind: 'leave'; readonly request: LeaveRequest }
  | ({ readonly kind: 'intent' } & ScriptedIntent)
  | { readonly kind: 'crash' }
  /** It ran; `hash`: of what was stored after it. */
  | { readonly kind: 'step'; readonly time: StepTime; readonly hash: string }

export type ScriptedIntent = {
  readonly request: IntentRequest
  /** The id it got; undefined: it was refused at the door. */
  readonly intentId: string | undefined
}

/**
 * All that happened to a test zone, in its order: enough to run the game again from its start, and to run it again with
 * something else in it. Grows with the test, and ends with it.
 */
export class Script {
  readonly entries: ScriptEntry[] = []
  readonly #clock: Pick<Clock, 'now' | 'monotonic'>

  constructor(clock: Pick<Clock, 'now' | 'monotonic'>) {
    this.#clock = clock
  }

  add(event: ScriptEvent): void {
    this.entries.push({ ...event, now: this.#clock.now(), monotonic: this.#clock.monotonic() })
  }
}
