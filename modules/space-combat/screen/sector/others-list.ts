import { element } from 'gridtick/screen'
import { escapePod } from '../../ship-types.ts'
import { createAnswerLine } from '../controls/answer-line.ts'
import { button, setText } from '../controls/controls.ts'
import { createKeyedList, type Row } from '../controls/keyed-list.ts'
import { createQuantity } from '../controls/quantity.ts'
import type { Part } from '../part.ts'
import { bounds } from '../region/bounds.ts'
import type { Bridge } from '../region/scene.ts'
import type { OtherShip } from '../region/situation.ts'
import { shipTypeName } from '../words/names.ts'

/** The other ships in the sector, what one can do for them, and against them. */
export function createOthersList(bridge: Bridge): Part {
  const list = element('ul', { class: 'things' })
  const more = element('p', { class: 'note' })
  const answer = createAnswerLine()
  const attack = button('Open fire', () => answer.ask(() => bridge.zone.send('initiate_combat', {})), {
    class: 'danger fire',
  })
  const note = element('p', { class: 'note' }, 'A fight draws in all who are here.')
  const root = element('div', {}, element('h4', {}, 'Ships'), list, more, attack, note, answer.root)
  let warpPower = 0

  const show = createKeyedList<OtherShip>({
    root: list,
    keyOf: ({ playerId }) => playerId,
    make: (ship) => createShipRow({ bridge, ship, warpPower: () => warpPower }),
  })
  return {
    root,
    update({ now: { own, others, garrison } }) {
      warpPower = own.warpPower
      const hasGarrison = garrison !== undefined && !garrison.isOwn
      root.hidden = others.length === 0 && !hasGarrison
      attack.disabled = own.fighters === 0 || !(hasGarrison || others.some(({ typeName }) => typeName !== escapePod))
      show(others.slice(0, bounds.listedMax))
      const hidden = others.length - bounds.listedMax
      more.hidden = hidden <= 0
      setText(more, `and ${hidden} more`)
    },
  }
}

function createShipRow(options: {
  readonly bridge: Bridge
  readonly ship: OtherShip
  readonly warpPower: () => number
}): Row<OtherShip> {
  const { zone, writeTo } = options.bridge
  const { playerId } = options.ship
  const name = element('strong', {})
  const type = element('span', { class: 'faint' })
  const message = button('Message', () => writeTo(playerId), { class: 'quick aside' })

  const answer = createAnswerLine()
  const gift = createQuantity({ label: 'Units', first: 0.1 })
  const give = button('Give', () =>
    answer.ask(() => zone.send('transfer_warp', { toPlayerId: playerId, units: gift.value })),
  )
  const transfer = element(
    'details',
    {},
    element('summary', {}, 'Give warp power'),
    element('div', { class: 'fold' }, gift.root, give, answer.root),
  )
  transfer.addEventListener('toggle', () => gift.limit(options.warpPower()))
  return {
    root: element('li', { class: 'thing' }, element('div', { class: 'line ship-line' }, name, type, message), transfer),
    update(ship) {
      setText(name, ship.name)
      setText(type, shipTypeName(ship.typeName))
      message.setAttribute('aria-label', `Message to ${ship.name}`)
      give.setAttribute('aria-label', `Give warp power to ${ship.name}`)
    },
  }
}
