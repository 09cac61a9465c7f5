import { describe, expect, test } from 'vitest'
import { isOfUse } from '../../../../../modules/space-combat/screen/sector/is-of-use.ts'
import { bestOffer, type Offer, whyNoTrade } from '../../../../../modules/space-combat/screen/sector/trade-limits.ts'
import { whyNoFight } from '../../../../../modules/space-combat/screen/sector/why-no-fight.ts'
import { shipType } from '../../../../../modules/space-combat/ship-types.ts'
import { withCaptains } from '../../captains.ts'
import { playing } from '../region-view.ts'

const { own } = playing(await withCaptains(['ann']), 'ann')
const pod = { ...own, typeName: 'escape_pod' as const, most: shipType('escape_pod'), isEscapePod: true, fighters: 0 }
const offer = (side: Offer['side'], most: number): Offer => ({
  commodity: 'organics',
  side,
  price: 10,
  stock: 300,
  most,
})

describe('what cannot work is not offered, and the reason is said', () => {
  test('fire is opened by who has fighters, at what can be hurt', () => {
    const ship = { typeName: 'kestrel_courier' }
    const others = [{ typeName: 'escape_pod' }, ship]
    expect(whyNoFight({ own, others, hasGarrison: false })).toBeUndefined()
    expect(whyNoFight({ own, others: [], hasGarrison: true })).toBeUndefined()
    expect(whyNoFight({ own: pod, others, hasGarrison: true })).toBe('An escape pod cannot open fire.')
    expect(whyNoFight({ own: { ...own, fighters: 0 }, others, hasGarrison: false })).toMatch(/no fighters are on board/)
    const pods = [{ typeName: 'escape_pod' }]
    expect(whyNoFight({ own, others: pods, hasGarrison: false })).toBe('An escape pod cannot be hurt.')
    expect(whyNoFight({ own, others: [...pods, ...pods], hasGarrison: false })).toBe('Escape pods cannot be hurt.')
    expect(whyNoFight({ own, others: pods, hasGarrison: true })).toBeUndefined()
  })

  test('a pod takes the credits of a wreck, and nothing else; so does a full ship', () => {
    expect(isOfUse({ credits: 0 }, own)).toBe(true)
    expect(isOfUse({ credits: 0 }, { ...own, cargoUsed: own.most.cargoHolds })).toBe(false)
    expect(isOfUse({ credits: 0 }, pod)).toBe(false)
    expect(isOfUse({ credits: 1 }, pod)).toBe(true)
  })

  test('what can be traded is proposed, and never what cannot', () => {
    const [toSell, toBuy] = [offer('sell', 3), offer('buy', 100)]
    expect(bestOffer([toBuy, toSell])).toBe(toSell)
    expect(bestOffer([offer('sell', 0), toBuy])).toBe(toBuy)
    expect(bestOffer([offer('sell', 0), offer('buy', 0)])).toBeUndefined()
    expect(bestOffer([{ ...toSell, price: null }])).toBeUndefined()
  })

  test('why there is nothing to trade', () => {
    const both = [offer('sell', 0), offer('buy', 0)]
    expect(whyNoTrade(both, pod)).toBe('A pod has no hold: it cannot trade.')
    expect(whyNoTrade(both, own)).toBe(
      'You have nothing that this port buys, and not enough credits for what it sells.',
    )
    expect(whyNoTrade(both, { ...own, cargoUsed: 30 })).toMatch(/no room in the hold for what it sells\.$/)
    expect(whyNoTrade([{ ...offer('sell', 3), price: null }, offer('buy', 0)], own)).toMatch(/^The port is full/)
    expect(whyNoTrade([offer('sell', 0)], own)).toBe('You have nothing that this port buys.')
    expect(whyNoTrade([offer('buy', 0)], own)).toBe('You have not enough credits for what it sells.')
  })
})
