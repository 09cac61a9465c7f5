import { element } from '@gridtick/screen'
import { createAnswerLine } from '../controls/answer-line.ts'
import { button, setText } from '../controls/controls.ts'
import { createQuantity } from '../controls/quantity.ts'
import { whenChanged } from '../controls/when-changed.ts'
import type { Part } from '../part.ts'
import type { Bridge } from '../region/scene.ts'
import type { OwnShip } from '../region/situation.ts'
import { count } from '../words/quantities.ts'
import { usualDepot } from './usual-depot.ts'

/** Warp power to buy, where it is sold. */
export function createDepotForm({ zone }: Bridge): Part {
  const answer = createAnswerLine()
  const price = element('p', { class: 'note' })
  const units = createQuantity({ label: 'Warp power to buy', onInput: showPrice })
  units.nameAll('As much as fits')
  const buy = button('Recharge', () => answer.ask(() => zone.send('recharge', { units: units.value })), {
    class: 'primary',
  })
  let whyNone = ''
  const root = element('div', {}, element('h4', {}, 'Warp power depot'), units.root, price, buy, answer.root)

  function showPrice(): void {
    const cost = count(units.value * usualDepot.pricePerUnit, 'credit')
    setText(price, units.value === 0 ? whyNone : `${count(units.value, 'unit')}: about ${cost}.`)
  }

  const draw = whenChanged((own: OwnShip) => {
    root.hidden = own.sector !== usualDepot.sector
    const room = own.most.warpPower - own.warpPower
    whyNone = room <= 0 ? 'Your tank is full.' : 'You have no credits for it.'
    const affordable = Math.floor(own.credits / usualDepot.pricePerUnit)
    units.limit(Math.max(0, Math.min(room, affordable)))
    buy.hidden = units.value === 0
    showPrice()
  })
  return {
    root,
    update({ now: { own } }) {
      draw(own)
    },
  }
}
