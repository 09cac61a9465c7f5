import type { Bot } from '@gridtick/client'
import { adoptStyles, element, fill } from '@gridtick/screen'
import { callApi } from '../../api.ts'
import { messageOf } from '../../message-of.ts'
import styles from './bot-panel.css'
import { hasBot, loadBot } from './load-bot.ts'
import { type PageBot, startPageBot } from './page-bot.ts'

export type BotPanel = {
  readonly root: HTMLElement
  /** Which module the zone runs: known when somebody has joined it. */
  offer(module: string): void
  /** All bots leave. */
  stop(): void
}

/** Bots that have ended are listed until they are taken out; of more than so many, the oldest go. */
const endedMax = 50

/** Of a bot that names no roles. */
const onlyRole = 'player'

/** Adds bots to a zone, lists them, and stops them. They play as long as the page is there. */
export function createBotPanel(zoneId: string): BotPanel {
  adoptStyles(styles)
  const role = element('select', { 'aria-label': 'What the bot plays', hidden: true })
  const add = element('button', { type: 'button', on: { click: () => void addOne() } }, 'Add a bot')
  const bound = element('p', { class: 'faint' })
  const problem = element('p', { class: 'problem', role: 'alert' })
  const list = element('ul', { 'aria-label': 'Bots that play here' })
  const root = element(
    'section',
    { class: 'bots', 'aria-label': 'Bots', hidden: true },
    element('div', { class: 'row' }, add, role, bound),
    problem,
    list,
  )
  const rows = new Map<PageBot, { readonly root: HTMLElement; update(): void }>()
  let module = ''
  let bot: Bot | undefined
  let count = 0
  let isOver = false

  async function offer(name: string): Promise<void> {
    if (module !== '' || !hasBot(name)) return
    module = name
    root.hidden = false
    try {
      bot = await loadBot(name)
      showRoles(bot)
      bound.textContent = boundWords(await callApi<Limits>('/v1/limits'))
    } catch (error) {
      add.disabled = bot === undefined
      problem.textContent = bot === undefined ? messageOf(error) : ''
    }
  }

  function showRoles({ roles = {} }: Bot): void {
    const options = Object.entries(roles).map(([name, { does }]) =>
      element('option', { value: name, title: does }, name),
    )
    role.hidden = options.length === 0
    fill(role, ...options)
  }

  function addOne(): void {
    if (bot === undefined || isOver) return
    count += 1
    const name = `Bot ${count}`
    const played = role.hidden ? onlyRole : role.value
    const started = startPageBot({
      ...{ zoneId, bot, name, number: count, role: played },
      onState: () => rows.get(started)?.update(),
    })
    const row = createRow(started, role.hidden ? name : `${name}, ${played}`, () => {
      started.stop()
      if (started.state.phase === 'over') remove(started)
    })
    rows.set(started, row)
    list.append(row.root)
    const over = [...rows.keys()].filter(({ state }) => state.phase === 'over')
    for (const ended of over.slice(0, Math.max(0, over.length - endedMax))) remove(ended)
  }

  function remove(gone: PageBot): void {
    rows.get(gone)?.root.remove()
    rows.delete(gone)
  }

  function stopAll(): void {
    for (const started of rows.keys()) started.stop()
  }

  function leaveAtOnce(): void {
    for (const started of rows.keys()) started.leaveAtOnce()
  }

  // Their memberships end with the page, as far as the browser still sends that.
  addEventListener('pagehide', leaveAtOnce)
  return {
    root,
    offer: (name) => void offer(name),
    stop() {
      isOver = true
      removeEventListener('pagehide', leaveAtOnce)
      stopAll()
    },
  }
}

/** One that has ended says why, and stays in the list until it is taken out. */
function createRow(bot: PageBot, title: string, onStop: () => void) {
  const words = element('span', { class: 'faint', role: 'status' })
  const stop = element('button', { type: 'button', on: { click: onStop } })
  const update = () => {
    const isOver = bot.state.phase === 'over'
    words.textContent = bot.state.words
    stop.textContent = isOver ? 'Remove' : 'Stop'
    stop.setAttribute('aria-label', `${isOver ? 'Remove' : 'Stop'} ${bot.name}`)
  }
  update()
  return { root: element('li', { class: 'row' }, element('strong', {}, title), words, stop), update }
}

type Limits = { readonly [name: string]: number }

/** How many there can be: the server says so, as it counts this page among its visitors. */
function boundWords({ socketsPerAddressMax: sockets, guestsPerAddressPerMinute: guests }: Limits): string {
  if (sockets === undefined || guests === undefined) return ''
  return `The server allows ${sockets} connections from one address, including yours, and ${guests} new guests per minute.`
}
