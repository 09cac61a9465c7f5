import { element } from '@gridtick/screen'
import { createAnswerLine } from '../controls/answer-line.ts'
import { button, setText } from '../controls/controls.ts'
import { createKeyedList, type Row } from '../controls/keyed-list.ts'
import { createQuantity } from '../controls/quantity.ts'
import type { Part } from '../part.ts'
import { bounds } from '../region/bounds.ts'
import type { Bridge } from '../region/scene.ts'
import type { OtherShip } from '../region/situation.ts'
import { shipTypeName } from '../words/names.ts'
import { whyNoFight } from './why-no-fight.ts'

/** The other ships in the sector, what one can do for them, and against them. */
export function createOthersList(bridge: Bridge): Part {
  const list = element('ul', { class: 'ships' })
  const more = element('p', { class: 'note' })
  const answer = createAnswerLine()
  const attack = button('Open fire', () => answer.ask(() => bridge.zone.send('initiate_combat', {})), {
    class: 'danger',
  })
  const note = element('p', { class: 'note' })
  const root = element('div', {}, list, more, element('div', { class: 'line fire' }, attack, note), answer.root)
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
      const reason = whyNoFight({ own, others, hasGarrison })
      attack.hidden = reason !== undefined
      setText(note, reason ?? 'A fight draws in all who are here.')
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
  const message = button('Message', () => writeTo(playerId), { class: 'quick' })

  const answer = createAnswerLine()
  const gift = createQuantity({ label: 'Warp power to give', first: 0.1 })
  const give = button('Give warp power', async () => {
    const isDone = await answer.ask(() => zone.send('transfer_warp', { toPlayerId: playerId, units: gift.value }))
    if (isDone) show(false)
  })
  const transfer = element('div', { class: 'fold', hidden: true }, gift.root, give, answer.root)
  const open = button('Give', () => show(transfer.hidden === true), { class: 'quick aside' })
  const show = (isOpen: boolean) => {
    gift.limit(options.warpPower())
    transfer.hidden = !isOpen
    open.setAttribute('aria-expanded', String(isOpen))
  }
  show(false)
  return {
    root: element(
      'li',
      { class: 'thing' },
      element('div', { class: 'line ship-line' }, name, type, open, message),
      transfer,
    ),
    update(ship) {
      setText(name, ship.name)
      setText(type, shipTypeName(ship.typeName))
      message.setAttribute('aria-label', `Message to ${ship.name}`)
      open.setAttribute('aria-label', `Give to ${ship.name}`)
      give.setAttribute('aria-label', `Give warp power to ${ship.name}`)
    },
  }
}
