import { element } from '@gridtick/screen'
import { panel, setText } from '../controls/controls.ts'
import { whenChanged } from '../controls/when-changed.ts'
import type { Part } from '../part.ts'
import type { Bridge } from '../region/scene.ts'
import type { SeenGarrison } from '../region/seen-garrison.ts'
import { garrisonWords } from '../words/garrison-words.ts'
import { createOthersList } from './others-list.ts'
import { createSalvageList } from './salvage-list.ts'

/** Who and what else is in the sector: what a captain must see first. In a fight, the fight says it. */
export function createSightPanel(bridge: Bridge): Part {
  const nobody = element('p', { class: 'note' }, 'Nobody else is in this sector.')
  const holder = element('p', {})
  const others = createOthersList(bridge)
  const salvage = createSalvageList(bridge)
  const root = panel('In sight', nobody, holder, others.root, salvage.root)
  root.classList.add('sight')
  const drawHolder = whenChanged((garrison: SeenGarrison | undefined) => {
    const isForeign = garrison !== undefined && !garrison.isOwn
    holder.hidden = !isForeign
    setText(holder, isForeign ? garrisonWords(garrison) : '')
  })
  return {
    root,
    update(scene) {
      const { others: ships, garrison, containers, fight } = scene.now
      root.hidden = fight !== undefined
      nobody.hidden = ships.length + containers.length > 0 || (garrison !== undefined && !garrison.isOwn)
      drawHolder(garrison)
      others.update(scene)
      salvage.update(scene)
    },
  }
}
