import { element } from '@gridtick/screen'
import { whenChanged } from '../controls/when-changed.ts'
import type { ToldRound } from '../words/round-words.ts'

/** What was fought so far, the last round first; read out as it comes. */
export function createRounds() {
  const root = element('div', { class: 'rounds', role: 'log', 'aria-label': 'Rounds', tabindex: 0 })
  const update = whenChanged((rounds: readonly ToldRound[]) => {
    root.hidden = rounds.length === 0
    root.replaceChildren(
      ...[...rounds]
        .reverse()
        .map(({ round, sentences }) =>
          element(
            'div',
            {},
            element('h4', {}, `Round ${round}`),
            element('ul', {}, ...sentences.map((sentence) => element('li', {}, sentence))),
          ),
        ),
    )
  })
  return { root, update }
}
