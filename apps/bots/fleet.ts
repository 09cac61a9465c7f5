import { setMaxListeners } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import type { BotArguments } from './arguments.ts'
import { createBackOff } from './back-off.ts'
import { createCaptain } from './captain.ts'
import { createEnlistment } from './enlistment.ts'
import type { Guest } from './server-api.ts'
import { playSession } from './session.ts'
import { type StrategyName, strategies, strategyNames } from './strategies/strategies.ts'
import type { Tally } from './tally.ts'
import { createTurnstile } from './turnstile.ts'

/** Between two handshakes: a server takes twenty a second from one address. */
const handshakeSpacingMs = 60

export type Fleet = {
  /** Captains that are to play, and those that do at the moment. */
  readonly seats: number
  readonly playing: number
  /** Resolves when it was aborted and all have left, or when there is nowhere to play any more. */
  run(firstGuest: Guest): Promise<void>
}

/** All captains of one region. Each seat has one captain at a time; when it retires, a new one takes the seat. */
export function createFleet(
  { url, zoneId, captains, seed, pace, thresholds }: BotArguments,
  { tally, tell, signal }: { tally: Tally; tell: (text: string) => void; signal: AbortSignal },
): Fleet {
  const enlistment = createEnlistment({ url, tell, signal })
  const door = createTurnstile(handshakeSpacingMs)
  const seats = strategyNames.flatMap((name) => Array.from({ length: captains[name] }, () => name))
  // Every captain listens to it.
  setMaxListeners(0, signal)
  let playing = 0
  let enlisted = 0

  /** One captain, from the first hello to the end, over as many connections as it takes. False: the seat stays empty. */
  const play = async (guest: Guest, strategyName: StrategyName): Promise<boolean> => {
    const decide = strategies[strategyName].create(thresholds[strategyName])
    const captain = createCaptain(guest, { strategyName, decide, seed, number: enlisted++ })
    const backOff = createBackOff(captain.chance.next)
    tally.scores[strategyName].captains += 1
    while (!signal.aborted) {
      await door.pass()
      let isPlaying = false
      const onPlaying = () => {
        if (!isPlaying) playing += 1
        isPlaying = true
        backOff.reset()
      }
      const end = await playSession(captain, { url, zoneId, tally, signal, onPlaying, thinkMs: 1_000 / pace })
      if (isPlaying) playing -= 1
      if (end.kind === 'over') tell(`A captain stops: ${end.reason}.`)
      if (end.kind !== 'lost') return end.kind !== 'over'
      tell(`Connections are lost or refused (${end.reason}); trying again.`)
      tally.reconnect()
      await sleep(Math.max(end.waitMs, backOff.nextMs()), undefined, { signal })
    }
    return false
  }

  const fill = async (strategyName: StrategyName, index: number, firstGuest: Guest | undefined): Promise<void> => {
    let guest = firstGuest
    for (let generation = 1; !signal.aborted; generation++) {
      guest ??= await enlistment.enlist(`${strategyName} ${index + 1}.${generation}`)
      if (!(await play(guest, strategyName))) return
      guest = undefined
    }
  }

  return {
    seats: seats.length,
    get playing() {
      return playing
    },
    async run(firstGuest) {
      const all = seats.map((strategyName, index) =>
        fill(strategyName, index, index === 0 ? firstGuest : undefined).catch((error: unknown) => {
          if (!signal.aborted) throw error
        }),
      )
      await Promise.all(all)
    },
  }
}
