import { element } from '@gridtick/screen'
import { createAnswerLine } from '../controls/answer-line.ts'
import { button, panel, setText } from '../controls/controls.ts'
import { keyed } from '../controls/keys.ts'
import { whenChanged } from '../controls/when-changed.ts'
import type { Part } from '../part.ts'
import type { Bridge } from '../region/scene.ts'
import type { Place } from '../region/situation.ts'
import { amount } from '../words/quantities.ts'
import { createDepotForm } from './depot-form.ts'
import { createGarrisonForm } from './garrison-form.ts'
import { createPortForm } from './port-form.ts'

/** The sector a captain is in: where one can go from it, and what can be done in it. In a fight nothing of it can be used, nor is shown. */
export function createSectorPanel(bridge: Bridge): Part {
  const parts: readonly Part[] = [createPortForm(bridge), createDepotForm(bridge), createGarrisonForm(bridge)]
  const warps = createWarps(bridge)
  const root = panel('Sector', warps.root, ...parts.map(({ root }) => root))
  const title = root.querySelector('h3')
  return {
    root,
    update(scene) {
      const { own, fight } = scene.now
      if (title !== null) setText(title, `Sector ${own.sector}`)
      root.hidden = fight !== undefined
      warps.update(scene)
      for (const part of parts) part.update(scene)
    },
  }
}

/** One button for each sector that can be flown to. */
function createWarps({ zone, pilot }: Bridge): Part {
  const answer = createAnswerLine()
  const row = element('div', { class: 'choices' })
  const cost = element('p', { class: 'note' })
  const draw = whenChanged((place: Place, turnsPerWarp: number) => {
    setText(cost, `${amount(turnsPerWarp)} warp power each`)
    row.replaceChildren(
      ...place.warps.map((toSector, index) => {
        const fly = () => {
          pilot.stop()
          return answer.ask(() => zone.send('move', { toSector }))
        }
        return button(String(toSector), fly, {
          class: 'warp',
          'aria-label': `Fly to sector ${toSector}`,
          ...(index < 9 ? keyed(String(index + 1)) : {}),
        })
      }),
    )
  })
  return {
    root: element(
      'div',
      { class: 'warps', role: 'group', 'aria-label': 'Warps' },
      element('h4', {}, 'Warps to'),
      row,
      cost,
      answer.root,
    ),
    update({ now: { place, own } }) {
      draw(place, own.most.turnsPerWarp)
    },
  }
}
