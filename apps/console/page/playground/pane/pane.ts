import { type Client, createClient, GridtickError, type JoinedZone } from '@gridtick/client'
import { element, fill } from '@gridtick/screen'
import { type Account, asDebug, debugAccount, forgetGuest, freshTokenOf, guestOf, type Seat } from '../../accounts.ts'
import { addressOf } from '../../address.ts'
import { callApi } from '../../api.ts'
import { type ServerNews, serverWatch } from '../../development/server-watch.ts'
import { messageOf } from '../../message-of.ts'
import { socketUrl } from '../../socket-url.ts'
import { createGame, type Game } from '../game/game.ts'
import type { ModuleInfo } from '../module-info.ts'
import { askName } from './ask-name.ts'
import { connectionBar } from './connection-bar.ts'
import { mayBeLetIn, mayPass, type PlayState, type Reader, type Remedy } from './connection-note.ts'
import type { PaneKeys } from './pane-keys.ts'

/** One player's place in the page: who it is, how the connection is, and the game. */
export type Pane = {
  readonly root: HTMLElement
  /** Ends the connection; the player stays a member of the zone. */
  stop(): void
  /** Leaves the zone, then ends the connection. */
  leave(): Promise<void>
}

/** How long leaving may take. */
const leaveMs = 3_000

/** Joining a zone that waits for its module is tried again after this, where the server says nothing else. */
const joinAgainMs = 2_000

export function createPane(options: {
  readonly zoneId: string
  readonly seat: Seat
  readonly modules: () => Promise<readonly ModuleInfo[]>
  readonly keys: PaneKeys
  readonly onSeated: (account: Account) => void
  /** The player has left by the button. */
  readonly onLeft: () => void
}): Pane {
  const { zoneId, seat } = options
  const body = element('div', { class: 'pane-content' })
  const root = element('section', {
    class: 'pane',
    tabindex: -1,
    'aria-label': seat === 'first' ? 'Player' : 'Second player',
  })
  let client: Client | undefined
  let zone: JoinedZone | undefined
  let game: Game | undefined
  let play: PlayState = { phase: 'joining' }
  /** Of the guest whose login has ended: who goes on as a new one may well keep it. */
  let formerName: string | undefined
  let isStopped = false

  const bar = connectionBar({
    onRemedy: (remedy) => void apply(remedy),
    onLeave: () => void leave().then(options.onLeft),
  })
  const removeKeys = options.keys.add(root, (event) => game?.press(event) ?? false)
  const stopHearing = serverWatch.on((news) => hear(news))
  addEventListener('gridtick:login', show)
  fill(root, bar.root, bar.note, body)

  function begin(): void {
    const account = guestOf(seat)
    if (account === undefined) askWho()
    else {
      options.onSeated(account)
      void join(account)
    }
  }

  function askWho(): void {
    bar.hide()
    const isFirst = seat === 'first'
    fill(
      body,
      askName({
        seat,
        title: isFirst ? 'Join this zone' : 'A second player',
        why: isFirst
          ? 'Choose a name. Other players see it.'
          : 'A player of its own in the same zone, who sees only what that player may see.',
        submitLabel: 'Join',
        suggestion: formerName ?? (isFirst ? '' : 'Second'),
        onSeated() {
          begin()
          // The form that had the focus is gone; whoever uses keys goes on from here.
          root.focus({ preventScroll: true })
        },
      }),
    )
    // Once the pane is in the page.
    queueMicrotask(() => body.querySelector('input')?.focus())
  }

  async function join(account: Account): Promise<void> {
    endGame()
    play = { phase: 'joining' }
    // A token that the server takes no more is noticed by the server; the player is asked then.
    const token = () => freshTokenOf(seat, account)
    const joining = createClient({ url: socketUrl(), token, mode: 'delta', name: 'gridtick-page' })
    client = joining
    joining.on('status', () => client === joining && show())
    joining.on('reconnecting', serverWatch.hurry)
    body.replaceChildren(element('p', { class: 'faint loading' }, 'Joining…'))
    bar.begin(account.displayName)
    show()
    try {
      // In this order: joining waits for a server that is away, and asking does not.
      const joined = await joining.join(zoneId)
      const modules = await options.modules()
      if (isStopped || client !== joining) return
      playing(joined, modules)
    } catch (error) {
      if (isStopped || client !== joining) return
      const { code, message } =
        error instanceof GridtickError
          ? error
          : { code: 'failed', message: error instanceof Error ? error.message : '' }
      play = { phase: 'refused', code, message }
      body.replaceChildren()
      show()
      if (mayPass(code)) joinLater(account, error)
    }
  }

  function joinLater(account: Account, error: unknown): void {
    const afterMs = (error instanceof GridtickError ? error.retryAfterMs : undefined) ?? joinAgainMs
    const waiting = client
    setTimeout(() => {
      // The player may have gone meanwhile.
      if (isStopped || client !== waiting) return
      void waiting?.close()
      void join(account)
    }, afterMs)
  }

  /** A server under development tells when it is back: nobody waits any longer then, and its modules may be others. */
  function hear(news: ServerNews): void {
    if (news.kind === 'there' && client?.status.phase === 'reconnecting') client.retryNow()
    if (news.kind === 'there' && news.isAnew) void renew()
    show()
  }

  /** It may run what it did not run before. */
  async function renew(): Promise<void> {
    if (mayBeLetIn(play)) {
      void client?.close()
      endGame()
      begin()
      return
    }
    const renewed = game
    try {
      const modules = await options.modules()
      if (game === renewed) game?.renew(modules.find(({ name }) => name === zone?.module))
    } catch {
      // It is away again, and is heard of again.
    }
  }

  function playing(joined: JoinedZone, modules: readonly ModuleInfo[]): void {
    zone = joined
    play = { phase: 'playing', status: joined.status }
    joined.on('status', ({ status, code }) => {
      if (play.phase !== 'ended') play = { phase: 'playing', status, code }
      show()
    })
    joined.on('ended', ({ reason, message }) => {
      play = { phase: 'ended', reason, message }
      show()
    })
    joined.on('tick', ({ view }) => bar.tick(view.tick))
    joined.on('unavailable', ({ tick }) =>
      bar.refused(`The view of tick ${tick} could not be made; what you see is older.`),
    )
    bar.tick(joined.view.tick)
    game = createGame({
      zone: joined,
      module: modules.find(({ name }) => name === joined.module),
      onAnswered: bar.refused,
    })
    fill(body, game.root)
    show()
  }

  function show(): void {
    if (client === undefined) return
    const note = bar.show(client.status, play, readerNow)
    root.dataset.tone = note.tone
  }

  function readerNow(): Reader {
    const isDebug = debugAccount() !== undefined
    return serverWatch.isDevelopment() ? { isDebug, development: { awayMs: serverWatch.awayMs() } } : { isDebug }
  }

  async function apply(remedy: Remedy): Promise<void> {
    if (remedy === 'back') {
      location.hash = addressOf('play')
      return
    }
    if (remedy === 'try-now') {
      client?.retryNow()
      return
    }
    if (remedy === 'resume') {
      await resumeAsDebug(zoneId).catch((error: unknown) => bar.refused(messageOf(error)))
      return
    }
    await client?.close()
    if (remedy === 'new-guest') {
      formerName = guestOf(seat)?.displayName
      forgetGuest(seat)
    }
    endGame()
    begin()
  }

  function endGame(): void {
    game?.stop()
    game = undefined
    zone = undefined
  }

  function stop(): void {
    isStopped = true
    removeKeys()
    stopHearing()
    removeEventListener('gridtick:login', show)
    bar.stop()
    endGame()
    void client?.close()
  }

  async function leave(): Promise<void> {
    // Where the server does not answer, the player is not kept waiting: the zone sees the lost socket.
    if (client?.status.phase === 'connected' && play.phase === 'playing')
      await Promise.race([zone?.leave().catch(() => {}), new Promise((resolve) => setTimeout(resolve, leaveMs))])
    stop()
  }

  begin()
  return { root, stop, leave }
}

/** Lets a paused zone go on with what is queued, as the debug user: asks for the login where there is none. Throws an ApiError. */
async function resumeAsDebug(zoneId: string): Promise<void> {
  const path = `/v1/zones/${encodeURIComponent(zoneId)}/resume`
  await asDebug((token) => callApi(path, { method: 'POST', token, body: { discardIntents: false } }))
}
