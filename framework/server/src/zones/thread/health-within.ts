import type { Clock, EngineHealth } from '@gridtick/engine/ports'

/** So long the zones have to say how they are, ms; one who probes does not wait for ever. */
const answerMs = 1_000

/**
 * Asks the zones how they are. Where they do not say in time, as a module holds their thread or there is none, the answer
 * is what they said last, and that no beat ran since.
 */
export function healthWithin({
  ask,
  clock,
}: {
  readonly ask: () => Promise<EngineHealth>
  readonly clock: Pick<Clock, 'monotonic' | 'after'>
}): () => Promise<EngineHealth> {
  let last: { readonly health: EngineHealth; readonly at: number } = { health: unknown, at: clock.monotonic() }

  const asked = async () => {
    const health = await ask()
    last = { health, at: clock.monotonic() }
    return health
  }

  return async () => {
    let cancel = () => {}
    const tooLate = new Promise<undefined>((resolve) => {
      cancel = clock.after(answerMs, () => resolve(undefined))
    })
    // It fails where the thread ended before it answered.
    const health = await Promise.race([asked().catch(() => undefined), tooLate]).finally(cancel)
    const { health: known, at } = last
    return health ?? { ...known, activeZones: 0, sinceBeatMs: known.sinceBeatMs + clock.monotonic() - at }
  }
}

const unknown: EngineHealth = {
  storage: 'ok',
  isDraining: false,
  zonesByStatus: { open: 0, paused: 0, finished: 0 },
  loadedZones: 0,
  activeZones: 0,
  queuedInputs: 0,
  failing: [],
  lagMs: 0,
  sinceBeatMs: 0,
  clockLeadMs: 0,
}
