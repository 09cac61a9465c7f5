import { element } from 'gridtick/screen'
import { createBar } from './controls/bar.ts'
import { panel, setText } from './controls/controls.ts'
import { whenChanged } from './controls/when-changed.ts'
import type { Part } from './part.ts'
import type { OwnShip, SeenGarrison } from './region/situation.ts'
import { commodityList, commodityNames, shipTypeName } from './words/names.ts'
import { amount, count } from './words/quantities.ts'

/** The own ship: how it stands, what it carries, what its captain owns. */
export function createShipPanel(): Part {
  const name = element('p', { class: 'ship-name' })
  const pod = element(
    'p',
    { class: 'note', hidden: true },
    'An escape pod cannot be hurt. It has neither hold nor fighters, and it can fly far.',
  )
  const bars = {
    fighters: createBar('Fighters', 'fighters'),
    shields: createBar('Shields', 'shields'),
    warpPower: createBar('Warp power', 'warp-power'),
    holds: createBar('Holds', 'holds'),
  }
  const cargo = element('ul', { class: 'cargo', 'aria-label': 'Cargo' })
  const money = element('p', { class: 'money' })

  const draw = whenChanged((own: OwnShip, garrisons: readonly SeenGarrison[]) => {
    setText(name, `${own.name} · ${shipTypeName(own.typeName)}`)
    pod.hidden = !own.isEscapePod
    bars.fighters.update(own.fighters, own.most.fighters)
    bars.shields.update(own.shields, own.most.shields)
    bars.warpPower.update(own.warpPower, own.most.warpPower)
    bars.holds.update(own.cargoUsed, own.most.cargoHolds)
    const loaded = commodityList.filter((commodity) => own.cargo[commodity] > 0)
    cargo.replaceChildren(
      ...loaded.map((commodity) => element('li', {}, `${amount(own.cargo[commodity])} ${commodityNames[commodity]}`)),
    )
    cargo.hidden = loaded.length === 0
    const bank = garrisons.reduce((sum, { tollBalance }) => sum + (tollBalance ?? 0), 0)
    const inBanks = bank === 0 ? '' : ` · ${amount(bank)} in the banks of garrisons`
    setText(money, `${count(own.credits, 'credit')}${inBanks}`)
  })

  const root = panel('Your ship', name, money, pod, ...Object.values(bars).map((bar) => bar.root), cargo)
  root.classList.add('ship')
  let garrisons: readonly SeenGarrison[] = []
  return {
    root,
    update({ now }) {
      const isSame =
        garrisons.length === now.ownGarrisons.length &&
        garrisons.every((garrison, index) => garrison === now.ownGarrisons[index])
      if (!isSame) garrisons = now.ownGarrisons
      draw(now.own, garrisons)
    },
  }
}
