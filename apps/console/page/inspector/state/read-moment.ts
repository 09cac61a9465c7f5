import { messageOf } from '../../message-of.ts'
import type { ZoneState } from '../server-answers.ts'

/** What a player sees of a moment: nobody was chosen, the view, or why the module could not tell. */
export type Sighting =
  | { readonly kind: 'nobody' }
  | { readonly kind: 'view'; readonly view: ZoneState; readonly isSameTick: boolean }
  | { readonly kind: 'failed'; readonly message: string }

/** All of a zone at one tick, and what one player sees of it. */
export type Moment = { readonly full: ZoneState; readonly sighting: Sighting }

/** Two answers of one tick are got within a few tries, unless the zone ticks faster than the server answers. */
const triesMax = 6

/**
 * Reads the whole state and a player's view until both are of the same tick. Rejects where the state cannot be read;
 * a view that cannot be made is part of the answer, where `mayFail` says so.
 */
export async function readMoment(options: {
  readonly readFull: () => Promise<ZoneState>
  /** Undefined: nobody was chosen. */
  readonly readView: (() => Promise<ZoneState>) | undefined
  readonly mayFail: (error: unknown) => boolean
}): Promise<Moment> {
  const { readFull, readView, mayFail } = options
  if (readView === undefined) return { full: await readFull(), sighting: { kind: 'nobody' } }
  for (let tries = 1; ; tries++) {
    const [full, view] = await Promise.all([readFull(), settle(readView(), mayFail)])
    if (view instanceof Failed) return { full, sighting: { kind: 'failed', message: view.message } }
    const isSameTick = full.tick === view.tick
    if (isSameTick || tries === triesMax) return { full, sighting: { kind: 'view', view, isSameTick } }
  }
}

class Failed {
  readonly message: string
  constructor(message: string) {
    this.message = message
  }
}

async function settle<Value>(work: Promise<Value>, mayFail: (error: unknown) => boolean): Promise<Value | Failed> {
  try {
    return await work
  } catch (error) {
    if (!mayFail(error)) throw error
    return new Failed(messageOf(error))
  }
}
