import type { ClientStatus } from '@gridtick/client'
import { element, fill } from '@gridtick/screen'
import { assertNever } from '../../assert-never.ts'
import { type ConnectionNote, connectionNote, type PlayState, type Reader, type Remedy } from './connection-note.ts'

/** The head of a pane: who plays, how the connection is, which tick it is, and what was refused last. */
export type ConnectionBar = {
  readonly root: HTMLElement
  /** What the connection's state means, and what can be done about it. It stands below, where it moves nothing. */
  readonly note: HTMLElement
  begin(displayName: string): void
  hide(): void
  tick(tick: number): void
  show(client: ClientStatus, play: PlayState, reader: () => Reader): ConnectionNote
  /** Shows it for some seconds; undefined takes away what was shown. */
  refused(message: string | undefined): void
  stop(): void
}

/** A refusal fades from view after this; it stays in the list of answers. */
const refusalMs = 4_000

export function connectionBar(options: {
  readonly onRemedy: (remedy: Remedy) => void
  readonly onLeave: () => void
}): ConnectionBar {
  const name = element('strong', {})
  const badge = element('span', { class: 'badge', role: 'status' })
  const tick = element('span', {
    class: 'tick',
    title: 'The last tick that changed what this player sees; the zone itself may be further',
  })
  const explanation = element('span', {})
  const remedy = element('span', {})
  const note = element('div', { class: 'pane-note', hidden: true }, explanation, remedy)
  const refusal = element('span', { class: 'refusal', role: 'alert' })
  const leave = element('button', { type: 'button', on: { click: options.onLeave } }, 'Leave')
  const root = element(
    'header',
    { class: 'pane-bar', hidden: true },
    element('div', { class: 'row' }, name, badge, element('div', { class: 'pane-line' }, tick, refusal), leave),
  )
  let countdown: ReturnType<typeof setTimeout> | undefined
  let refusalTimer: ReturnType<typeof setTimeout> | undefined
  let shownRemedy: Remedy | undefined

  function show(client: ClientStatus, play: PlayState, reader: () => Reader): ConnectionNote {
    const now = connectionNote(client, play, Date.now(), reader())
    setText(badge, now.label)
    badge.dataset.tone = now.tone
    // A countdown is not read aloud each second.
    explanation.setAttribute('aria-live', client.phase === 'reconnecting' ? 'off' : 'polite')
    setText(explanation, now.explanation)
    note.hidden = now.explanation === ''
    if (now.remedy !== shownRemedy) fill(remedy, now.remedy !== undefined && remedyButton(now.remedy))
    shownRemedy = now.remedy
    clearTimeout(countdown)
    if (client.phase === 'reconnecting') countdown = setTimeout(() => show(client, play, reader), 500)
    return now
  }

  function remedyButton(which: Remedy): HTMLElement {
    return element(
      'button',
      { type: 'button', class: 'primary', on: { click: () => options.onRemedy(which) } },
      remedyLabel(which),
    )
  }

  return {
    root,
    note,
    begin(displayName) {
      root.hidden = false
      name.textContent = displayName
      tick.textContent = ''
    },
    hide() {
      root.hidden = note.hidden = true
    },
    tick(number) {
      tick.textContent = `changed at tick ${number}`
    },
    show,
    refused(message) {
      refusal.textContent = message ?? ''
      clearTimeout(refusalTimer)
      refusalTimer = setTimeout(() => {
        refusal.textContent = ''
      }, refusalMs)
    },
    stop() {
      clearTimeout(countdown)
      clearTimeout(refusalTimer)
    },
  }
}

/** The same text again would be read aloud again. */
function setText(target: HTMLElement, text: string): void {
  if (target.textContent !== text) target.textContent = text
}

function remedyLabel(remedy: Remedy): string {
  switch (remedy) {
    case 'take-over':
      return 'Take over here'
    case 'new-guest':
      return 'Go on as a new guest'
    case 'join-again':
      return 'Join again'
    case 'try-now':
      return 'Try now'
    case 'resume':
      return 'Resume'
    case 'back':
      return 'To all zones'
    default:
      return assertNever(remedy)
  }
}
