import { element } from '@gridtick/screen'
import { createAnswerLine } from '../controls/answer-line.ts'
import { panel, setOptions } from '../controls/controls.ts'
import { when } from '../controls/when.ts'
import { whenChanged } from '../controls/when-changed.ts'
import type { Part } from '../part.ts'
import type { Captains } from '../region/captains.ts'
import type { RadioMessage } from '../region/radio.ts'
import type { Bridge } from '../region/scene.ts'

const everybody = ''

/** Messages to all and to one, with those of before. */
export function createChatPanel({ zone, playerId }: Bridge): Part & { writeTo(playerId: string): void } {
  const answer = createAnswerLine()
  const list = element('ol', {
    class: 'scroll',
    role: 'log',
    'aria-label': 'Messages',
    'data-empty': 'Nobody has said anything.',
    tabindex: 0,
  })
  const to = element('select', { class: 'chat-to', 'aria-label': 'To' })
  const text = element('input', {
    class: 'chat-text',
    type: 'text',
    'aria-label': 'Message',
    placeholder: 'Say something',
    autocomplete: 'off',
  })
  const form = element('form', { class: 'chat-form' }, to, text, element('button', { type: 'submit' }, 'Send'))

  form.addEventListener('submit', async (event) => {
    event.preventDefault()
    const content = text.value
    const isSent = await answer.ask(() =>
      to.value === everybody
        ? zone.send('send_message', { scope: 'broadcast', content })
        : zone.send('send_message', { scope: 'direct', content, toPlayerId: to.value }),
    )
    if (isSent && text.value === content) text.value = ''
  })

  const drawCaptains = whenChanged((captains: Captains) => {
    const known = [...captains].filter(([id]) => id !== playerId).reverse()
    setOptions(to, [{ value: everybody, text: 'Everybody' }, ...known.map(([value, name]) => ({ value, text: name }))])
  })
  const drawMessages = whenChanged((messages: readonly RadioMessage[], captains: Captains) => {
    const isAtEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 40
    list.replaceChildren(...messages.map((message) => createMessage({ message, playerId, captains })))
    if (isAtEnd) list.scrollTop = list.scrollHeight
  })

  const root = panel('Radio', list, form, answer.root)
  root.classList.add('chat')
  return {
    root,
    update({ messages, captains }) {
      drawCaptains(captains)
      drawMessages(messages, captains)
    },
    writeTo(captain) {
      to.value = captain
      text.focus()
    },
  }
}

function createMessage(options: {
  readonly message: RadioMessage
  readonly playerId: string
  readonly captains: Captains
}): HTMLElement {
  const { message, playerId, captains } = options
  const { at, fromId, toId, isDirect, content } = message
  const from = fromId === playerId ? 'You' : (captains.get(fromId) ?? message.fromName)
  const to = fromId === playerId ? (captains.get(toId ?? '') ?? message.toName ?? '') : 'you'
  return element(
    'li',
    { class: isDirect ? 'said direct' : 'said' },
    when(at),
    ' ',
    element('strong', {}, isDirect ? `${from} to ${to}: ` : `${from}: `),
    content,
  )
}
