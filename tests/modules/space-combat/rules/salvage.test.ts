import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Cargo, cargoUsed } from '../../../../modules/space-combat/commodities.ts'
import { collectSalvage } from '../../../../modules/space-combat/intents/collect-salvage.ts'
import type { Region } from '../../../../modules/space-combat/region.ts'
import { loadSalvage } from '../../../../modules/space-combat/rules/load-salvage.ts'
import { dropSalvage, removeExpiredSalvage } from '../../../../modules/space-combat/rules/salvage.ts'
import { ask, heardBy, openFixture, shipNow } from '../open-fixture.ts'

function hold(cargo: Partial<Cargo>): Cargo {
  return { fuel_ore: 0, organics: 0, equipment: 0, ...cargo }
}

type Content = { readonly cargo?: Partial<Cargo>; readonly scrap?: number; readonly credits?: number }

function drop(region: Region, { cargo = {}, scrap = 25, credits = 0 }: Content): string {
  const wreck = {
    sector: 1,
    cargo: hold(cargo),
    scrap,
    credits,
    loserId: 'x',
    loserName: 'x',
    shipType: null,
    combatId: 'c',
  }
  const salvage = dropSalvage(region, wreck)
  if (salvage === undefined) throw new Error('sector 1 is there')
  return salvage.id
}

function contentOf(region: Region, id: string) {
  const salvage = region.entities.get(id)
  return salvage?.kind === 'salvage' ? salvage.data : undefined
}

/** A kestrel with these goods in its 30 holds, in a sector with such a container. */
function claim({ aboard = {}, ...content }: Content & { readonly aboard?: Partial<Cargo> }) {
  const { region } = openFixture({ a: { sector: 1, cargo: hold(aboard), credits: 1_000 } })
  const salvageId = drop(region, content)
  const before = contentOf(region, salvageId)
  const refusal = ask(region, 'a', collectSalvage, { salvageId })
  return { region, salvageId, refusal, before, left: contentOf(region, salvageId), ship: shipNow(region, 'a') }
}

describe('collect_salvage', () => {
  test('[4][R1] what does not fit stays, with the same expiry; credits always fit', () => {
    const { region, salvageId, left, before, ship } = claim({
      aboard: { equipment: 29 },
      cargo: { fuel_ore: 100, equipment: 7 },
      scrap: 120,
      credits: 5,
    })
    expect(ship).toMatchObject({ credits: 1_005, cargo: hold({ equipment: 30 }) })
    expect(left).toEqual({ ...before, scrap: 119, credits: 0 })
    const [collected, status] = heardBy(region, 'a')
    expect(collected).toMatchObject({
      event: 'salvage.collected',
      payload: {
        salvageId,
        cargo: { equipment: 1 },
        credits: 5,
        salvage: { scrap: 119, credits: 0, claimed: false, claimedBy: null },
      },
    })
    expect(status?.event).toBe('status.update')
  })

  test('[4][R2] all fits: the container is gone', () => {
    const { left, ship, region } = claim({ cargo: { organics: 4 }, scrap: 25 })
    expect(ship.cargo).toEqual(hold({ equipment: 25, organics: 4 }))
    expect(left).toBeUndefined()
    expect(heardBy(region, 'a')[0]?.payload).toMatchObject({
      salvage: { cargo: {}, scrap: 0, credits: 0, claimed: true, claimedBy: 'a' },
    })
  })

  test('[4][R3] scrap first, then cargo in alphabetical order', () => {
    const { left, ship } = claim({ cargo: { fuel_ore: 10, equipment: 7 }, scrap: 25 })
    expect(ship.cargo).toEqual(hold({ equipment: 30 }))
    expect(left).toMatchObject({ scrap: 0, cargo: hold({ fuel_ore: 10, equipment: 2 }) })
  })

  test('[4] nothing fits: nothing changes', () => {
    const { refusal, left, before, ship } = claim({ aboard: { organics: 30 }, cargo: { fuel_ore: 1 } })
    expect(refusal?.code).toBe('nothing_fits')
    expect(left).toEqual(before)
    expect(ship.cargo).toEqual(hold({ organics: 30 }))
  })

  test('[INV-S1] the first to come has it', () => {
    const { region } = openFixture({ a: { sector: 1 }, b: { sector: 1 } })
    const salvageId = drop(region, { credits: 40 })
    expect(ask(region, 'b', collectSalvage, { salvageId })).toBeUndefined()
    expect(ask(region, 'a', collectSalvage, { salvageId })?.code).toBe('salvage_gone')
    expect([shipNow(region, 'a').credits, shipNow(region, 'b').credits]).toEqual([1_000, 1_040])
  })

  test('[INV-A3] only in the same sector', () => {
    const { region } = openFixture({ far: { sector: 9 } })
    const salvageId = drop(region, { credits: 40 })
    expect(ask(region, 'far', collectSalvage, { salvageId })?.code).toBe('not_in_sector')
    expect(contentOf(region, salvageId)?.credits).toBe(40)
  })

  test('[4] what is no container cannot be collected', () => {
    const { region } = openFixture({ a: { sector: 1 } })
    for (const salvageId of ['sector:1', 'ship:a', 'nowhere'])
      expect(ask(region, 'a', collectSalvage, { salvageId })?.code).toBe('salvage_gone')
  })

  test('[INV-S2] at the instant it expires it is gone, for claims and for good', () => {
    const { region } = openFixture({ a: { sector: 1 } })
    const salvageId = drop(region, {})
    const at = (ms: number): Region => ({ ...region, now: region.now + ms })
    removeExpiredSalvage(at(899_999))
    expect(contentOf(region, salvageId)).toBeDefined()
    expect(ask(at(900_000), 'a', collectSalvage, { salvageId })?.code).toBe('salvage_gone')
    removeExpiredSalvage(at(900_000))
    expect(contentOf(region, salvageId)).toBeUndefined()
  })

  test('[INV-S3] nothing is lost between container and hold, and no hold overflows', () => {
    const units = fc.nat(200)
    const cargo = fc.record({ fuel_ore: units, organics: units, equipment: units })
    fc.assert(
      fc.property(cargo, fc.nat(500), cargo, units, (aboard, holds, offered, scrap) => {
        const { hold: after, left, taken } = loadSalvage(aboard, holds, { cargo: offered, scrap })
        expect(cargoUsed(after) + cargoUsed(left.cargo) + left.scrap).toBe(
          cargoUsed(aboard) + cargoUsed(offered) + scrap,
        )
        expect(cargoUsed(after)).toBeLessThanOrEqual(Math.max(holds, cargoUsed(aboard)))
        expect(cargoUsed(after)).toBe(cargoUsed(aboard) + cargoUsed(taken))
        expect(after.fuel_ore + left.cargo.fuel_ore).toBe(aboard.fuel_ore + offered.fuel_ore)
        expect(after.organics + left.cargo.organics).toBe(aboard.organics + offered.organics)
      }),
    )
  })
})
