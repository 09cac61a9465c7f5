import { element } from '@gridtick/screen'
import { drawerPanel } from '../controls/drawer.ts'
import { createKeyedList } from '../controls/keyed-list.ts'
import { when } from '../controls/when.ts'
import { whenChanged } from '../controls/when-changed.ts'
import type { Part } from '../part.ts'
import type { LogLine } from '../region/scene.ts'

/** What happened, in words, the newest first. */
export function createLogPanel(): Part {
  const list = element('ol', {
    class: 'scroll',
    'aria-label': 'What happened',
    'data-empty': 'Nothing yet.',
    tabindex: 0,
  })
  const show = createKeyedList<LogLine>({
    root: list,
    keyOf: ({ number }) => String(number),
    make: (line) => ({ root: createLine(line), update() {} }),
  })
  const draw = whenChanged((log: readonly LogLine[]) => {
    show([...log].reverse())
    drawer.say(log.at(-1)?.text ?? 'Nothing yet.')
  })
  const drawer = drawerPanel('Log', list)
  const { root } = drawer
  root.classList.add('log-part')
  return { root, update: ({ log }) => draw(log) }
}

function createLine({ at, text, tone }: LogLine): HTMLElement {
  return element('li', { class: `said ${tone}` }, when(at), ` ${text}`)
}
