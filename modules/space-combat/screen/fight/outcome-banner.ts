import { element } from '@gridtick/screen'
import { button, setText } from '../controls/controls.ts'
import { whenChanged } from '../controls/when-changed.ts'
import type { Part } from '../part.ts'
import type { Outcome } from '../region/outcome.ts'
import type { Bridge } from '../region/scene.ts'
import { createRounds } from './rounds-list.ts'

/** How the last fight ended, until that is put away. */
export function createOutcomeBanner({ dismissOutcome }: Bridge): Part {
  const title = element('h3', {})
  const text = element('p', {})
  const advice = element('p', { class: 'note' })
  const rounds = createRounds()
  const past = element('details', {}, element('summary', {}, 'The rounds'), rounds.root)
  const root = element(
    'section',
    { class: 'part outcome', 'aria-label': 'Result of the fight', 'aria-live': 'assertive' },
    element(
      'div',
      { class: 'line spread' },
      title,
      button('Close', dismissOutcome, { class: 'quick', 'aria-label': 'Close the result' }),
    ),
    text,
    advice,
    past,
  )
  const draw = whenChanged((outcome: Outcome | undefined) => {
    root.hidden = outcome === undefined
    root.dataset.tone = outcome?.tone ?? 'plain'
    setText(title, outcome?.title ?? '')
    setText(text, outcome?.text ?? '')
    setText(advice, outcome?.advice ?? '')
    advice.hidden = outcome?.advice === undefined
  })
  return {
    root,
    update({ outcome, rounds: told }) {
      draw(outcome)
      rounds.update(told)
    },
  }
}
