import { setTimeout as sleep } from 'node:timers/promises'
import { type Client, GridtickError, type JoinedZone } from '@gridtick/client'
import type { Tally } from '../report/tally.ts'
import type { Places } from './places.ts'

/** Whose join was refused for reasons that pass asks again after so many ms, if the server does not say when. */
const rejoinMs = 2_000

/** Who has nowhere to play for now asks again after so long. */
const fullMs = 2_000

type JoinOptions = {
  readonly places: Places
  readonly tally: Tally
  readonly tell: (text: string) => void
  readonly signal: AbortSignal
}

/** Joins a zone that has room. Undefined: it is all over, the client was closed, or this player cannot play here. */
export async function joinPlace(client: Client, options: JoinOptions): Promise<JoinedZone | undefined> {
  const { places, tally, tell, signal } = options
  while (!signal.aborted && client.status.phase !== 'closed') {
    const zoneId = await places.take()
    if (zoneId === undefined && places.areOver) {
      tell('The game is over, so nobody can join any more. Name another zone, or let the program make new ones.')
      return undefined
    }
    if (zoneId === undefined) {
      tell('All zones are full; who did not come in waits for a place.')
      await rest(fullMs, signal)
      continue
    }
    const joined = await joinOrRefusal(client, zoneId, signal)
    if (joined === undefined || !(joined instanceof GridtickError)) return joined
    if (joined.code === 'zone_full' || joined.code === 'zone_finished') {
      if (joined.code === 'zone_full') places.full(zoneId)
      else places.over(zoneId)
      continue
    }
    places.give(zoneId)
    if (joined.code === 'closed') return undefined
    tell(`A player may not join (${joined.code}): ${joined.message}`)
    if (!joined.retryable) {
      tally.failed(`players who could not join (${joined.code})`)
      return undefined
    }
    await rest(joined.retryAfterMs ?? rejoinMs, signal)
  }
  return undefined
}

/** Undefined: it was told to stop meanwhile. */
function joinOrRefusal(
  client: Client,
  zoneId: string,
  signal: AbortSignal,
): Promise<JoinedZone | GridtickError | undefined> {
  return new Promise((resolve, reject) => {
    const stop = () => resolve(undefined)
    signal.addEventListener('abort', stop)
    client
      .join(zoneId)
      .then(resolve, (error: unknown) => (error instanceof GridtickError ? resolve(error) : reject(error)))
      .finally(() => signal.removeEventListener('abort', stop))
    if (signal.aborted) stop()
  })
}

/** Shorter if it is told to stop. */
function rest(ms: number, signal: AbortSignal): Promise<void> {
  return sleep(ms, undefined, { signal }).catch(() => {})
}
