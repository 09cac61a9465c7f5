import { element } from '@gridtick/screen'
import { createBar } from './controls/bar.ts'
import { setText } from './controls/controls.ts'
import { drawerPanel } from './controls/drawer.ts'
import { whenChanged } from './controls/when-changed.ts'
import type { Part } from './part.ts'
import { podMeans, wayToAShip } from './region/outcome.ts'
import type { SeenGarrison } from './region/seen-garrison.ts'
import type { OwnShip } from './region/situation.ts'
import { commodityList, commodityNames, shipTypeName } from './words/names.ts'
import { amount, count } from './words/quantities.ts'

/** The own ship: how it stands, what it carries, what its captain owns. */
export function createShipPanel(): Part {
  const name = element('p', { class: 'ship-name' })
  const pod = element('p', { class: 'note', hidden: true }, `${podMeans} ${wayToAShip}`)
  const bars = {
    fighters: createBar('Fighters', 'fighters'),
    shields: createBar('Shields', 'shields'),
    warpPower: createBar('Warp power', 'warp-power'),
    holds: createBar('Holds', 'holds'),
  }
  const cargo = element('ul', { class: 'cargo', 'aria-label': 'Cargo' })
  const money = element('p', { class: 'money' })

  const draw = whenChanged((own: OwnShip, garrisons: readonly SeenGarrison[], isAdvised: boolean) => {
    setText(name, `${own.name} · ${shipTypeName(own.typeName)}`)
    pod.hidden = !own.isEscapePod || isAdvised
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
    drawer.say(gistOf(own))
    setText(money, `${count(own.credits, 'credit')}${inBanks}`)
  })

  const drawer = drawerPanel('Your ship', name, money, pod, ...Object.values(bars).map((bar) => bar.root), cargo)
  const { root } = drawer
  root.classList.add('ship')
  let garrisons: readonly SeenGarrison[] = []
  return {
    root,
    update({ now, outcome }) {
      const isSame =
        garrisons.length === now.ownGarrisons.length &&
        garrisons.every((garrison, index) => garrison === now.ownGarrisons[index])
      if (!isSame) garrisons = now.ownGarrisons
      // Above stands the same, as long as the end of the fight is shown.
      draw(now.own, garrisons, outcome?.advice !== undefined)
    },
  }
}

/** What one looks for most: `1,000 credits · 297 warp`. */
function gistOf({ isEscapePod, credits, warpPower }: OwnShip): string {
  return `${isEscapePod ? 'Escape pod · ' : ''}${count(credits, 'credit')} · ${amount(warpPower)} warp`
}
