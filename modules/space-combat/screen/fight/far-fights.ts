import { element } from '@gridtick/screen'
import { whenChanged } from '../controls/when-changed.ts'
import type { Part } from '../part.ts'
import { type Fight, farFightWords } from '../region/fight.ts'

/** Fights of own garrisons in other sectors: one can but watch them. */
export function createFarFights(playerId: string): Part {
  const root = element('section', { class: 'part', role: 'status', 'aria-label': 'Fights of your garrisons' })
  // Fights are the same objects as long as nothing happens in them, but the list is not.
  const draw = whenChanged((...fights: readonly Fight[]) => {
    root.hidden = fights.length === 0
    root.replaceChildren(...fights.map((fight) => element('p', {}, farFightWords(fight, playerId))))
  })
  return { root, update: ({ now }) => draw(...now.fightsElsewhere) }
}
