import { type Bot, createBotRandom, createClient, GridtickError, type JoinedZone, playBot } from '@gridtick/client'
import type { Account } from '../../account.ts'
import { callApi } from '../../api.ts'
import { messageOf } from '../../message-of.ts'
import { socketUrl } from '../../socket-url.ts'

/** How it stands with a bot, in words for the list. */
export type BotState = { readonly phase: 'coming' | 'playing' | 'over'; readonly words: string }

/** A player of its own that plays by a module's bot, for as long as the page is there. */
export type PageBot = {
  readonly name: string
  readonly state: BotState
  /** It leaves the zone and is gone, once what it has asked for was answered. */
  stop(): void
  /** The same without waiting for anything: the page goes, and what is not sent now is never sent. */
  leaveAtOnce(): void
}

/** A bot that stops gives up its membership; where the server does not answer, its connection ends all the same. */
const leaveMs = 3_000

const comingNow: BotState = { phase: 'coming', words: 'Joining…' }
const playingNow: BotState = { phase: 'playing', words: 'Plays.' }
const awayNow: BotState = { phase: 'playing', words: 'Reconnecting…' }

/** Lets one more bot play in a zone, as a guest of its own. */
export function startPageBot(options: {
  readonly zoneId: string
  readonly bot: Bot
  /** Of several; without one the bot plays as it likes. */
  readonly role: string
  readonly name: string
  /** Its number among the bots of this page: each has a chance of its own. */
  readonly number: number
  readonly onState: () => void
}): PageBot {
  const { zoneId, bot, role, name, number, onState } = options
  const stopping = new AbortController()
  const { signal } = stopping
  let state = comingNow
  let joined: JoinedZone | undefined

  const show = (next: BotState) => {
    state = next
    onState()
  }

  async function play(): Promise<string> {
    const guest = await callApi<Account>('/v1/auth/guest', { method: 'POST', body: { displayName: name } })
    if (signal.aborted) return 'Stopped.'
    const client = createClient({ url: socketUrl(), token: guest.token, mode: 'delta', name: 'gridtick-page-bot' })
    const close = () => void client.close()
    try {
      signal.addEventListener('abort', close)
      const zone = await client.join(zoneId)
      // From now on it leaves before it goes.
      signal.removeEventListener('abort', close)
      joined = zone
      const showPlay = () => {
        if (!signal.aborted) show(client.status.phase === 'reconnecting' ? awayNow : playingNow)
      }
      client.on('status', showPlay)
      showPlay()
      const random = createBotRandom(Date.now(), number)
      const { playerId } = guest
      const memory = bot.create?.({ playerId, random, role, settings: { ...bot.settings } })
      const end = await playBot(zone, { bot, memory, random, thinkMs: bot.thinkMs }, { signal })
      if (end.kind === 'stopped')
        await Promise.race([zone.leave().catch(() => {}), new Promise((resolve) => setTimeout(resolve, leaveMs))])
      return end.kind === 'left' ? 'Left the game.' : end.kind === 'stopped' ? 'Stopped.' : end.message
    } finally {
      signal.removeEventListener('abort', close)
      await client.close()
    }
  }

  play().then(
    (words) => show({ phase: 'over', words }),
    (error: unknown) => show({ phase: 'over', words: whyNot(error) }),
  )
  return {
    name,
    get state() {
      return state
    },
    stop: () => stopping.abort(),
    leaveAtOnce() {
      void joined?.leave().catch(() => {})
      stopping.abort()
    },
  }
}

function whyNot(error: unknown): string {
  return error instanceof GridtickError ? error.message : messageOf(error)
}
