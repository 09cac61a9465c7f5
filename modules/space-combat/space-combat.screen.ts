import { defineScreen, element } from '@gridtick/screen'
import boardStyles from './screen/board.css'
import controlStyles from './screen/controls/controls.css'
import { setText } from './screen/controls/controls.ts'
import drawerStyles from './screen/controls/drawer.css'
import { pressKey } from './screen/controls/keys.ts'
import { createFarFights } from './screen/fight/far-fights.ts'
import fightStyles from './screen/fight/fight.css'
import { createFightPanel } from './screen/fight/fight-panel.ts'
import { createOutcomeBanner } from './screen/fight/outcome-banner.ts'
import mapStyles from './screen/map/map.css'
import { createMapPanel } from './screen/map/map-panel.ts'
import type { Part } from './screen/part.ts'
import { followRegion } from './screen/region/follow-region.ts'
import sectorStyles from './screen/sector/sector.css'
import { createSectorPanel } from './screen/sector/sector-panel.ts'
import { createSightPanel } from './screen/sector/sight-panel.ts'
import { createShipPanel } from './screen/ship-panel.ts'
import { createChatPanel } from './screen/talk/chat-panel.ts'
import { createLogPanel } from './screen/talk/log-panel.ts'
import talkStyles from './screen/talk/talk.css'
import type { spaceCombat } from './space-combat.ts'

/** A region as its captains play it. Each part of the page is a file in `screen/`, and so is what it is drawn from. */
export const screen = defineScreen<typeof spaceCombat>({
  // The first is the ground; in the last stands what is hidden.
  styles: [...[boardStyles, sectorStyles, talkStyles, drawerStyles], ...[mapStyles, fightStyles, controlStyles]].join(
    '\n',
  ),
  mount({ root, zone, playerId, onKey }) {
    const region = followRegion({ zone, playerId, writeTo: (captain) => chat.writeTo(captain) })
    const { bridge } = region
    const chat = createChatPanel(bridge)
    const news = [createOutcomeBanner(bridge), createFightPanel(bridge), createFarFights(playerId)]
    const sight = [createSightPanel(bridge)]
    const main = [createMapPanel(bridge)]
    const side = [createShipPanel(), createSectorPanel(bridge)]
    const talk = [createLogPanel(), chat]
    const parts: readonly Part[] = [...news, ...sight, ...main, ...side, ...talk]

    const notice = element('p', { class: 'notice-line', role: 'status' })
    const columns = Object.entries({ news, sight, main, side, talk }).map(([name, inIt]) => column(name, inIt))
    const board = element('div', { class: 'board' }, ...columns)
    root.append(notice, board)

    region.start({
      onState({ words, isOpen, isPlaying }) {
        setText(notice, words)
        notice.hidden = words === ''
        for (const controls of root.querySelectorAll<HTMLFieldSetElement>('.controls')) controls.disabled = !isOpen
        board.hidden = !isPlaying
      },
      onScene(scene) {
        board.classList.toggle('fighting', scene.now.fight !== undefined)
        for (const part of parts) part.update(scene)
      },
    })
    const stopKeys = onKey((event) => pressKey(root, event))
    return () => {
      stopKeys()
      region.stop()
      for (const part of parts) part.end?.()
      root.replaceChildren()
    }
  },
})

function column(name: string, parts: readonly Part[]): HTMLElement {
  return element('div', { class: `column ${name}-column` }, ...parts.map(({ root }) => root))
}
