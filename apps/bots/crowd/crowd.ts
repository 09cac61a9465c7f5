import { setMaxListeners } from 'node:events'
import type { Bot } from '@gridtick/client'
import { createBotRandom } from '@gridtick/client'
import type { Tally } from '../report/tally.ts'
import type { ServerAccess } from '../server/server-access.ts'
import type { Places } from './places.ts'
import { playTurn } from './play-turn.ts'
import { createSignUpQueue } from './sign-up-queue.ts'
import { createTurnstile } from './turnstile.ts'

export type CrowdOptions = {
  readonly access: ServerAccess
  readonly places: Places
  readonly bot: Bot
  /** Of each player to be; there are as many players. */
  readonly roles: readonly string[]
  readonly settings: { readonly [name: string]: number }
  readonly seed: number
  /** Between two decisions of one player. */
  readonly thinkMs: number
  readonly mode: 'delta' | 'full'
  /** Between two players who connect. */
  readonly handshakeSpacingMs: number
  /** Whether they give up their memberships at the end. */
  readonly leaves: boolean
}

export type Crowd = {
  /** Players that are to play, and those that are connected at the moment. */
  readonly size: number
  readonly playing: number
  /** Resolves when each has played, or never will. */
  readonly everybodyCame: Promise<void>
  /** Resolves when it was told to stop and all are gone, or when nobody can play any more. */
  run(): Promise<void>
}

/** Many players of one module. Each seat has one player at a time; when that one is through, a new one takes the seat. */
export function createCrowd(
  options: CrowdOptions,
  report: { readonly tally: Tally; readonly tell: (text: string) => void; readonly signal: AbortSignal },
): Crowd {
  const { access, bot, roles, settings, seed } = options
  const { signal } = report
  const signUps = createSignUpQueue({ access, ...report })
  const door = createTurnstile(options.handshakeSpacingMs)
  const arrivals = createArrivals(roles.length)
  let playing = 0
  // Every player listens to it.
  setMaxListeners(0, signal)

  const fill = async (role: string, seat: number): Promise<void> => {
    for (let generation = 0; !signal.aborted; generation++) {
      const guest = await signUps.signUp(`${role.slice(0, 20)} ${seat + 1}.${generation + 1}`)
      const random = createBotRandom(seed, seat + generation * roles.length)
      const memory = bot.create?.({ playerId: guest.playerId, random, role, settings })
      const end = await playTurn(
        { guest, player: { bot, memory, random, role, thinkMs: options.thinkMs } },
        {
          ...options,
          ...report,
          door,
          onJoined: () => arrivals.arrived(seat),
          onConnections: (change) => {
            playing += change
          },
        },
      )
      if (end === 'for good') break
    }
    arrivals.arrived(seat)
  }

  return {
    size: roles.length,
    get playing() {
      return playing
    },
    everybodyCame: arrivals.all,
    async run() {
      const all = roles.map((role, seat) =>
        fill(role, seat).catch((error: unknown) => {
          if (!signal.aborted) throw error
        }),
      )
      await Promise.all(all)
    },
  }
}

/** Ticks off each seat once. */
function createArrivals(seats: number) {
  const missing = new Set(Array.from({ length: seats }, (_, seat) => seat))
  let resolve = () => {}
  const all = new Promise<void>((settle) => {
    resolve = settle
  })
  return {
    all,
    arrived(seat: number) {
      missing.delete(seat)
      if (missing.size === 0) resolve()
    },
  }
}
