import { beforeEach, describe, expect, test } from 'vitest'
import { fixDraws, inTurn } from './fixed-draws.ts'
import type { SalvageWish } from './stage/props.ts'
import { stage } from './stage/stage.ts'

beforeEach(() => fixDraws(inTurn(0.1)))

describe('what is loaded from a container', () => {
  const claim = async (hold: object, container: Omit<SalvageWish, 'id' | 'sector'>) => {
    const region = await stage({
      ships: { ann: { sector: 1, cargo: hold, credits: 100 } },
      salvage: [{ id: 'box', sector: 1, ...container }],
    })
    const [before] = region.salvage()
    await region.must(['ann', 'collect_salvage', { salvageId: 'box' }])
    const [left] = region.salvage()
    if (left !== undefined) expect(left.expiresAt).toBe(before?.expiresAt)
    const { cargo, credits } = region.ship('ann')
    return {
      cargo,
      credits: credits - 100,
      left: left && { cargo: left.cargo, scrap: left.scrap, credits: left.credits },
    }
  }

  test('[R1] with room for one: the credits and one piece of scrap', async () => {
    const container = { cargo: { fuel_ore: 100, equipment: 7 }, scrap: 120, credits: 5 }
    expect(await claim({ equipment: 29 }, container)).toEqual({
      ...{ cargo: { fuel_ore: 0, organics: 0, equipment: 30 }, credits: 5 },
      left: { cargo: { fuel_ore: 100, organics: 0, equipment: 7 }, scrap: 119, credits: 0 },
    })
  })

  test('[R2] all of it, and the container is gone', async () => {
    expect(await claim({}, { cargo: { organics: 4 }, scrap: 25 })).toEqual({
      ...{ cargo: { fuel_ore: 0, organics: 4, equipment: 25 }, credits: 0, left: undefined },
    })
  })

  test('[R3] scrap first, then the commodities in alphabetical order', async () => {
    expect(await claim({}, { cargo: { fuel_ore: 10, equipment: 7 }, scrap: 25 })).toEqual({
      ...{ cargo: { fuel_ore: 0, organics: 0, equipment: 30 }, credits: 0 },
      left: { cargo: { fuel_ore: 10, organics: 0, equipment: 2 }, scrap: 0, credits: 0 },
    })
  })
})

describe('tolls, garrisons and credits', () => {
  test('[R4] a toll of 23 that is paid twice from 100 leaves 77, and 23 in the bank', async () => {
    const region = await stage({
      ships: { runner: { sector: 1, credits: 100 }, other: { sector: 3 }, owner: { sector: 9 } },
      garrisons: [{ owner: 'owner', sector: 3, fighters: 20, mode: 'toll', toll: 23 }],
    })
    await region.must(['runner', 'move', { toSector: 3 }])
    // Neither is refused.
    await region.must(region.act('runner', 'pay'))
    await region.must(region.act('runner', 'pay'))
    expect(region.ship('runner').credits).toBe(77)
    expect(region.garrison(3)?.tollBalance).toBe(23)
  })

  test('[R5] toll to defensive with a bank of 46: from 10 credits to 56', async () => {
    const region = await stage({
      ships: { o: { sector: 5, credits: 10 } },
      garrisons: [{ owner: 'o', sector: 5, fighters: 30, mode: 'toll', toll: 23, bank: 46 }],
    })
    await region.must(['o', 'set_garrison_mode', { sector: 5, mode: 'defensive' }])
    expect(region.ship('o').credits).toBe(56)
    expect(region.garrison(5)).toMatchObject({ mode: 'defensive', tollAmount: 0, tollBalance: 0 })
  })

  test('[R6] 50 collected with 290 of 300 aboard: 10 come aboard, 40 stay', async () => {
    const region = await stage({
      ships: { o: { sector: 5, fighters: 290 } },
      garrisons: [{ owner: 'o', sector: 5, fighters: 50, mode: 'defensive' }],
    })
    await region.must(['o', 'collect_fighters', { sector: 5, quantity: 50 }])
    expect(region.ship('o').fighters).toBe(300)
    expect(region.garrison(5)?.fighters).toBe(40)
  })

  test('[R7] a runner dies at a garrison whose owner is there without fighters: 600 credits, and the ship kept', async () => {
    const region = await stage({
      ships: { runner: { sector: 1, fighters: 2, credits: 100 }, owner: { sector: 3, fighters: 0, credits: 500 } },
      garrisons: [{ owner: 'owner', sector: 3, fighters: 20, mode: 'toll', toll: 101 }],
    })
    await region.must(['runner', 'move', { toSector: 3 }])
    await region.must(region.act('runner', 'pay'))
    await region.must(region.act('runner', 'brace'))
    expect(region.ship('owner')).toMatchObject({ credits: 600, shipType: 'kestrel_courier' })
    expect(region.ship('runner')).toMatchObject({ credits: 0, shipType: 'escape_pod' })
    expect(region.credits()).toBe(600)
  })

  test('[R8] two deploy at once: one garrison, and the other ship unchanged', async () => {
    const region = await stage({ ships: { first: { sector: 5 }, second: { sector: 5 } } })
    const refusals = await region.ask(
      ['first', 'leave_fighters', { sector: 5, quantity: 30, mode: 'defensive' }],
      ['second', 'leave_fighters', { sector: 5, quantity: 10, mode: 'defensive' }],
    )
    expect(refusals).toEqual([undefined, 'sector_taken'])
    expect(region.all('garrison')).toMatchObject([{ ownerId: 'first', data: { fighters: 30 } }])
    expect([region.ship('first').fighters, region.ship('second').fighters]).toEqual([270, 300])
  })
})
